"""What an offer brought is counted once, when it ends: no later look tells what one person did in between."""

import sqlalchemy as sa
from alembic import op

from bot.storage.sql.columns import Instant, Quantity

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign_ends",
        sa.Column("campaign", sa.String(16), primary_key=True),
        sa.Column("at", Instant, nullable=False),
        sa.Column("taken", Quantity, comment="rounded down to five; null where fewer than five people ordered"),
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in ("told", "told_ordered", "held_out", "held_out_ordered")
        ),
        comment="What an offer brought, counted once when it ended",
    )


def downgrade() -> None:
    op.drop_table("campaign_ends")
