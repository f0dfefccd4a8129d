"""What was given back for good is not asked for again, nor is what was taken over the counter."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

OF_ORDER = sa.text("order_number <> ''")


def upgrade() -> None:
    allowed = sa.Column(
        "allowed_fen", sa.BigInteger(), server_default=sa.text("0"), nullable=False, comment="given back for good"
    )
    op.add_column("orders", allowed)
    op.create_index(
        "ix_cash_entries_order",
        "cash_entries",
        ["order_number"],
        sqlite_where=OF_ORDER,
        postgresql_where=OF_ORDER,
    )


def downgrade() -> None:
    op.drop_index("ix_cash_entries_order", "cash_entries")
    op.drop_column("orders", "allowed_fen")
