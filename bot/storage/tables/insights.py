"""What merchants may learn: the marks of weeks that are still open, and the cells of those that are closed."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table, text

from bot.storage.sql.columns import Instant, Quantity, Serial, Words
from bot.storage.tables.base import metadata

insight_marks = Table(
    "insight_marks",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("week", Date, nullable=False, comment="its Monday"),
    Column("kind", String(8), nullable=False, comment="order, search, missing"),
    Column("station", String(64), nullable=False),
    Column("person", String(80), nullable=False, comment="or station:CODE for all whom nobody knows there"),
    Column("sku", String(60), nullable=False, server_default=""),
    Column("words", Words, nullable=False, server_default=""),
    Column("number", String(24), nullable=False, server_default="", comment="of the order"),
    Column("quantity", Quantity, nullable=False, server_default=text("0")),
    Column("amount_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("part", String(12), nullable=False, server_default="", comment="new, again, other; sold_out"),
    Column("at", Instant, nullable=False),
    Index("ix_insight_marks_week", "week"),
    Index("ix_insight_marks_number", "number"),
    Index("ix_insight_marks_person", "person"),
    comment="Personal, and therefore gone once their week is closed",
)

insight_cells = Table(
    "insight_cells",
    metadata,
    Column("merchant", String(120), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("week", Date, primary_key=True),
    Column("county", String(40), primary_key=True, comment="'' is all counties too small to stand alone"),
    Column("category", String(120), primary_key=True),
    Column("sku", String(60), primary_key=True, comment="'' is all articles too rare to stand alone"),
    Column("words", String(40), primary_key=True),
    Column("gap", String(8), nullable=False, server_default=""),
    Column("people", Integer, nullable=False),
    Column("times", Integer, nullable=False),
    Column("quantity", Quantity, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("parted", Integer, nullable=False, comment="people whose parts are known"),
    Column("part1", Integer, nullable=False),
    Column("part2", Integer, nullable=False),
    Column("part3", Integer, nullable=False),
    comment="Rounded, of five people and more; written once and never changed",
    sqlite_with_rowid=False,  # kept in the order of its key: a merchant's year is read in one go
)

insight_totals = Table(
    "insight_totals",
    metadata,
    Column("kind", String(8), primary_key=True),
    Column("face", String(8), primary_key=True, comment="the column of insight_cells it is added up by"),
    Column("week", Date, primary_key=True),
    Column("key", String(120), primary_key=True, comment="what stands in that column"),
    Column("people", BigInteger, nullable=False),
    Column("times", BigInteger, nullable=False),
    Column("quantity", Quantity, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("parted", BigInteger, nullable=False),
    Column("part1", BigInteger, nullable=False),
    Column("part2", BigInteger, nullable=False),
    Column("part3", BigInteger, nullable=False),
    comment="Cells of all merchants added up, and nothing that they do not say",
    sqlite_with_rowid=False,  # kept in the order of its key: a year by one column is read in one go
)

merchant_tokens = Table(
    "merchant_tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("merchant", String(120), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
)
