"""Money that comes by a payment platform."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, UniqueConstraint, text

from bot.storage.sql.columns import Instant, Serial
from bot.storage.tables.base import metadata

REFUND_ASKED = text("kind = 'refund_asked'")

payments = Table(
    "payments",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("key", String(64), nullable=False, comment="what happens once is written once"),
    Column("number", String(24), ForeignKey("orders.number"), nullable=False, index=True),
    Column("kind", String(16), nullable=False, comment="asked, paid, refund_asked, refunded, refund_failed"),
    Column("trade", String(32), nullable=False),
    Column("refund", String(40), nullable=False, server_default=""),
    Column("amount_fen", BigInteger, nullable=False),
    Column("platform_id", String(64), nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    UniqueConstraint("key"),
    Index("ix_payments_at_id", "at", "id"),
    Index("ix_payments_refund_asked", "id", sqlite_where=REFUND_ASKED, postgresql_where=REFUND_ASKED),
    comment="Only ever added to",
)
