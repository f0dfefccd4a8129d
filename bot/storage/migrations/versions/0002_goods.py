"""The goods and what there is of them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _meta()
    _products()
    _stock()
    _stock_moves()


def downgrade() -> None:
    op.drop_table("stock_moves")
    op.drop_table("stock")
    op.drop_table("products")
    op.drop_table("meta")


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
        comment="Counters: the catalogue's version, whose turn it is to lease letters",
    )


def _products() -> None:
    op.create_table(
        "products",
        sa.Column("sku", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("brand", sa.String(length=60), server_default="", nullable=False),
        sa.Column("category", sa.String(length=120), server_default="", nullable=False),
        sa.Column("spec", sa.String(length=120), server_default="", nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("city_price_fen", sa.BigInteger(), nullable=True),
        sa.Column("aliases", sa.Text(), server_default="", nullable=False, comment="separated by |"),
        sa.Column("install", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("merchant", sa.String(length=120), server_default="", nullable=False),
        sa.Column("stock", sa.BigInteger(), nullable=True),
        sa.Column("weight_kg", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("sku", name=op.f("pk_products")),
    )


def _stock() -> None:
    op.create_table(
        "stock",
        sa.Column("station", sa.String(length=64), nullable=False, comment="'' is what the county can deliver"),
        sa.Column("sku", sa.String(length=60), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column(
            "reserved", sa.BigInteger(), server_default=sa.text("0"), nullable=False, comment="ordered, not yet packed"
        ),
        sa.PrimaryKeyConstraint("station", "sku", name=op.f("pk_stock")),
    )
    op.create_index("ix_stock_sku_station", "stock", ["sku", "station"], unique=False)


def _stock_moves() -> None:
    op.create_table(
        "stock_moves",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_moves")),
    )
    op.create_index("ix_stock_moves_station_at", "stock_moves", ["station", "at"], unique=False)
