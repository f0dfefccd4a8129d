"""Roll-ups for the page of coverage: the network by county, orders and sales by county and month."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coverage",
        sa.Column("province", sa.String(length=40), nullable=False),
        sa.Column("county", sa.String(length=40), nullable=False),
        sa.Column("stations", sa.Integer(), nullable=False),
        sa.Column("select_stations", sa.Integer(), nullable=False),
        sa.Column("villages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("province", "county", name=op.f("pk_coverage")),
    )
    op.create_table(
        "sales",
        sa.Column("province", sa.String(length=40), nullable=False),
        sa.Column("county", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("sales_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("province", "county", "month", name=op.f("pk_sales")),
    )
    op.create_index("ix_sales_month", "sales", ["month"], unique=False)


def downgrade() -> None:
    op.drop_table("sales")
    op.drop_table("coverage")
