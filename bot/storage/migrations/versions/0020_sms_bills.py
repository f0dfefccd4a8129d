"""What SMS costs each village."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sms_bills",
        sa.Column("month", sa.String(length=7), nullable=False, comment="2026-11"),
        sa.Column("station", sa.String(length=64), nullable=False, comment="'' is people who belong to none"),
        sa.Column("provider", sa.String(length=12), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False, comment="as which they are paid"),
        sa.PrimaryKeyConstraint("month", "station", "provider", name=op.f("pk_sms_bills")),
    )


def downgrade() -> None:
    op.drop_table("sms_bills")
