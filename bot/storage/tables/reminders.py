"""Who wishes to be reminded of what runs out, and of what they were; to whom something was suggested."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, String, Table, text

from bot.storage.sql.columns import Instant
from bot.storage.tables.base import metadata

reminder_wishes = Table(
    "reminder_wishes",
    metadata,
    Column("person", String(16), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("look_on", Date, nullable=False, index=True, comment="when their purchases are looked at next"),
    comment="Who agreed; nobody else is reminded",
)

reminders = Table(
    "reminders",
    metadata,
    Column("person", String(16), primary_key=True),
    Column("sku", String(60), primary_key=True),
    Column("number", String(24), primary_key=True, comment="the purchase that runs out: it is told of once"),
    Column("at", Instant, nullable=False),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("person", String(16), primary_key=True),
    Column("refused", Boolean, nullable=False, server_default=text("false")),
    Column("told_at", Instant),
    comment="When something was suggested last, and who wants none",
)
