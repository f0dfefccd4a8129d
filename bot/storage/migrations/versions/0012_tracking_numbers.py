"""Parcels are found by their number alone, for carriers go by several names."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_shipments_tracking_number", "shipments", ["tracking_number"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_shipments_tracking_number", table_name="shipments")
