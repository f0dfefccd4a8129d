"""What villagers offer, what is ordered of it, and what they were paid."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, String, Table, Text, UniqueConstraint, text

from bot.storage.sql.columns import Instant, Quantity, Serial, Words
from bot.storage.tables.base import metadata

listings = Table(
    "listings",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("key", String(40), nullable=False),
    Column("seller", String(16), nullable=False),
    Column("station", String(64), nullable=False),
    Column("goods", Words, nullable=False),
    Column("quantity", Quantity),
    Column("unit", Words, nullable=False, server_default=""),
    Column("price_fen", BigInteger),
    Column("price_unit", Words, nullable=False, server_default=""),
    Column("status", String(12), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("grade", Words, nullable=False, server_default=""),
    Column("reason", Words, nullable=False, server_default="", comment="why it was refused"),
    Column("ready_on", Date),
    Column("photo", Text, nullable=False, server_default="", comment="WeChat's address of it"),
    Column("sold", Quantity, nullable=False, server_default=text("0"), comment="ordered or pledged"),
    Column("group_min", Quantity),
    Column("group_until", Instant),
    Column("expires_at", Instant),
    Column("published_at", Instant),
    UniqueConstraint("key"),
    Index("ix_listings_station_id", "station", "id"),
    Index("ix_listings_seller_id", "seller", "id"),
    Index("ix_listings_status_expires_at", "status", "expires_at"),
    Index("ix_listings_group_until", "group_until"),
)

listing_sales = Table(
    "listing_sales",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("key", String(120), nullable=False),
    Column("listing", String(40), ForeignKey("listings.key"), nullable=False),
    Column("buyer", String(16), nullable=False, server_default=""),
    Column("market", String(40), nullable=False, server_default=""),
    Column("reference", Words, nullable=False, server_default=""),
    Column("quantity", Quantity, nullable=False),
    Column("unit", Words, nullable=False),
    Column("price_fen", BigInteger, nullable=False),
    Column("status", String(10), nullable=False),
    Column("bring_by", Date, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("paid_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("refund_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("weight", Quantity),
    Column("amount_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("freight_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("commission_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("fetched_at", Instant, comment="the buyer took it home"),
    Column("settlement", String(40), nullable=False, server_default=""),
    UniqueConstraint("key"),
    Index("ix_listing_sales_listing_status", "listing", "status"),
    Index("ix_listing_sales_buyer_id", "buyer", "id"),
)

settlements = Table(
    "settlements",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("key", String(40), nullable=False),
    Column("seller", String(16), nullable=False),
    Column("station", String(64), nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("freight_fen", BigInteger, nullable=False),
    Column("commission_fen", BigInteger, nullable=False),
    Column("how", String(12), nullable=False),
    Column("by", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("key"),
    Index("ix_settlements_seller_id", "seller", "id"),
)
