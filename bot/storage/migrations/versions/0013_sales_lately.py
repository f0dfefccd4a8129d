"""Look up what was sold lately over all stations."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_stock_moves_at", "stock_moves", ["at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_stock_moves_at", table_name="stock_moves")
