"""The catalogue, and what there is of it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from bot.storage.sql.columns import Instant, Quantity, Serial
from bot.storage.tables.base import metadata

meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
    comment="Counters: the catalogue's version, whose turn it is to lease letters",
)

products = Table(
    "products",
    metadata,
    Column("sku", String(60), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String(120), nullable=False),
    Column("brand", String(60), nullable=False, server_default=""),
    Column("category", String(120), nullable=False, server_default=""),
    Column("spec", String(120), nullable=False, server_default=""),
    Column("unit", String(20), nullable=False),
    Column("price_fen", BigInteger, nullable=False),
    Column("city_price_fen", BigInteger),
    Column("aliases", Text, nullable=False, server_default="", comment="separated by |"),
    Column("install", Boolean, nullable=False, server_default=text("false")),
    Column("merchant", String(120), nullable=False, server_default=""),
    Column("stock", Quantity),
    Column("weight_kg", Quantity),
    Column("stock_place", String(8), nullable=False, server_default="county"),
    Column("withdrawn", Boolean, nullable=False, server_default=text("false")),
)

stock = Table(
    "stock",
    metadata,
    Column("station", String(64), primary_key=True, comment="'' is what the county can deliver"),
    Column("sku", String(60), primary_key=True),
    Column("quantity", Quantity, nullable=False),
    Column("reserved", Quantity, nullable=False, server_default=text("0"), comment="ordered, not yet packed"),
    Index("ix_stock_sku_station", "sku", "station"),
)

stock_moves = Table(
    "stock_moves",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("station", String(64), nullable=False),
    Column("sku", String(60), nullable=False),
    Column("quantity", Quantity, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_stock_moves_station_at", "station", "at"),
    Index("ix_stock_moves_at", "at"),
)
