"""What passes over a station's counter: cash, and what its manager tells the village."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, String, Table, UniqueConstraint, text

from bot.storage.sql.columns import Instant, Serial, Words
from bot.storage.tables.base import metadata

OF_ORDER = text("order_number <> ''")

cash_entries = Table(
    "cash_entries",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("key", String(40), nullable=False, comment="the same entry is written once"),
    Column("station", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(10), nullable=False, comment="taken, handed_in, reversal"),
    Column(
        "amount_fen", BigInteger, nullable=False, comment="what it adds to the cash in hand, so handed_in is negative"
    ),
    Column("person", Words, nullable=False, server_default="", comment="who paid, as the manager said"),
    Column("order_number", String(24), nullable=False, server_default=""),
    Column("by", String(16), nullable=False, comment="the manager"),
    Column("note", Words, nullable=False, server_default=""),
    Column("reverses", String(40), comment="key of the entry that this one takes back"),
    UniqueConstraint("key"),
    UniqueConstraint("reverses"),
    Index("ix_cash_entries_station_id", "station", "id"),
    Index("ix_cash_entries_order", "order_number", sqlite_where=OF_ORDER, postgresql_where=OF_ORDER),
    comment="Only ever added to: what was wrong is reversed by an entry of its own",
)

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("station", String(64), nullable=False),
    Column("person", String(16), nullable=False, comment="the manager"),
    Column("text", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_broadcasts_station_at", "station", "at"),
)
