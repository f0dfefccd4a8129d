"""What the consoles keep: who did what, what managers answered, and when they were last there."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from bot.storage.sql.columns import Instant, Serial, Words
from bot.storage.tables.base import metadata

audit = Table(
    "audit",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("person", String(16), nullable=False),
    Column("role", String(12), nullable=False),
    Column("action", String(24), nullable=False),
    Column("subject", Words, nullable=False, server_default=""),
    Column("station", String(64), nullable=False),
    Column("county", String(40), nullable=False),
    Index("ix_audit_county_id", "county", "id"),
    Index("ix_audit_station_id", "station", "id"),
    comment="Append-only: there is no code that changes or deletes a row",
)

answers = Table(
    "answers",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("person", String(16), nullable=False, comment="the villager who was answered"),
    Column("station", String(64), nullable=False),
    Column("by", String(16), nullable=False),
    Column("text", Text, nullable=False, comment="sealed"),
    Column("letter", String(200), nullable=False, comment="key of the letter it left as"),
    Column("at", Instant, nullable=False),
    Index("ix_answers_person_id", "person", "id"),
    Index("ix_answers_at", "at"),
)

seen = Table(
    "seen",
    metadata,
    Column("station", String(64), primary_key=True),
    Column("at", Instant, nullable=False, comment="when its manager last wrote, or used the console"),
)
