"""What buyers of villagers' goods took home is known, so that it leaves the sheet of the day."""

import sqlalchemy as sa
from alembic import op

from bot.storage.sql.columns import Instant

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("listing_sales", sa.Column("fetched_at", Instant, comment="the buyer took it home"))


def downgrade() -> None:
    op.drop_column("listing_sales", "fetched_at")
