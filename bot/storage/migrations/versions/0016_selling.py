"""Listings get a key, a grade and what is sold of them; sales and settlements."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
_NEW = ("key", "grade", "reason", "ready_on", "photo", "sold", "group_min", "group_until", "expires_at", "published_at")
_INDEXES = {
    "ix_listings_seller_id": ["seller", "id"],
    "ix_listings_status_expires_at": ["status", "expires_at"],
    "ix_listings_group_until": ["group_until"],
}


def upgrade() -> None:
    for name in ("grade", "reason", "photo"):
        comment = {"reason": "why it was refused", "photo": "WeChat's address of it"}.get(name)
        op.add_column("listings", _text(name, comment))
    op.add_column("listings", sa.Column("ready_on", sa.Date(), nullable=True))
    op.add_column("listings", _count("sold", "ordered or pledged"))
    op.add_column("listings", sa.Column("group_min", sa.BigInteger(), nullable=True))
    for name in ("group_until", "expires_at", "published_at"):
        op.add_column("listings", sa.Column(name, INSTANT, nullable=True))
    op.add_column("listings", sa.Column("key", sa.String(length=40), nullable=True))
    op.execute("UPDATE listings SET key = 'old-' || id")
    with op.batch_alter_table("listings") as table:
        table.alter_column("key", existing_type=sa.String(length=40), nullable=False)
        table.create_unique_constraint("uq_listings_key", ["key"])
    for name, columns in _INDEXES.items():
        op.create_index(name, "listings", columns, unique=False)
    _sales()
    _settlements()


def _text(name: str, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False, comment=comment)


def _count(name: str, comment: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False, comment=comment)


def _sales() -> None:
    op.create_table(
        "listing_sales",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("listing", sa.String(length=40), nullable=False),
        sa.Column("buyer", sa.String(length=16), server_default="", nullable=False),
        sa.Column("market", sa.String(length=40), server_default="", nullable=False),
        _text("reference"),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("bring_by", sa.Date(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        _count("paid_fen"),
        _count("refund_fen"),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        _count("amount_fen"),
        _count("freight_fen"),
        _count("commission_fen"),
        sa.Column("settlement", sa.String(length=40), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["listing"], ["listings.key"], name=op.f("fk_listing_sales_listing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_sales")),
        sa.UniqueConstraint("key", name=op.f("uq_listing_sales_key")),
    )
    op.create_index("ix_listing_sales_listing_status", "listing_sales", ["listing", "status"], unique=False)
    op.create_index("ix_listing_sales_buyer_id", "listing_sales", ["buyer", "id"], unique=False)


def _settlements() -> None:
    op.create_table(
        "settlements",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("seller", sa.String(length=16), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        *(sa.Column(f"{name}_fen", sa.BigInteger(), nullable=False) for name in ("amount", "freight", "commission")),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=16), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlements")),
        sa.UniqueConstraint("key", name=op.f("uq_settlements_key")),
    )
    op.create_index("ix_settlements_seller_id", "settlements", ["seller", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("settlements")
    op.drop_table("listing_sales")
    for name in _INDEXES:
        op.drop_index(name, table_name="listings")
    with op.batch_alter_table("listings") as table:
        table.drop_constraint("uq_listings_key", type_="unique")
        for name in _NEW:
            table.drop_column(name)
