"""Roll-ups of the network and of what is ordered, so that figures of the whole country are read at once."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from bot.storage.tables.base import metadata

coverage = Table(
    "coverage",
    metadata,
    Column("province", String(40), primary_key=True),
    Column("county", String(40), primary_key=True),
    Column("stations", Integer, nullable=False),
    Column("select_stations", Integer, nullable=False),
    Column("villages", Integer, nullable=False),
)

sales = Table(
    "sales",
    metadata,
    Column("province", String(40), primary_key=True),
    Column("county", String(40), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("orders", Integer, nullable=False),
    Column("sales_fen", BigInteger, nullable=False),
    Index("ix_sales_month", "month"),
    Index("ix_sales_month_sums", "month", "orders", "sales_fen"),
)
