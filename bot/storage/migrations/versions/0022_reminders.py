"""Reminders of what must be running out, for who wished them."""

import sqlalchemy as sa
from alembic import op

from bot.storage.sql.columns import Instant

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_wishes",
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("look_on", sa.Date(), nullable=False, comment="when their purchases are looked at next"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_reminder_wishes")),
        comment="Who agreed; nobody else is reminded",
    )
    op.create_index(op.f("ix_reminder_wishes_look_on"), "reminder_wishes", ["look_on"])
    op.create_table(
        "reminders",
        sa.Column("person", sa.String(length=16), nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=False),
        sa.Column(
            "number", sa.String(length=24), nullable=False, comment="the purchase that runs out: it is told of once"
        ),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("person", "sku", "number", name=op.f("pk_reminders")),
    )


def downgrade() -> None:
    op.drop_table("reminders")
    op.drop_table("reminder_wishes")
