"""What all counties sold in a month is added up from an index alone."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

NAME = "ix_sales_month_sums"


def upgrade() -> None:
    op.create_index(NAME, "sales", ["month", "orders", "sales_fen"], if_not_exists=True)


def downgrade() -> None:
    op.drop_index(NAME, table_name="sales")
