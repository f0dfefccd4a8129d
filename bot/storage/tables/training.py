"""What managers have learned."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, UniqueConstraint, text

from bot.storage.sql.columns import Instant
from bot.storage.tables.base import metadata

course_progress = Table(
    "course_progress",
    metadata,
    Column("person", String(16), primary_key=True),
    Column("course", String(40), primary_key=True),
    Column("piece", String(40), primary_key=True),
    Column("right", Integer, nullable=False, server_default=text("0"), comment="how often"),
    Column("wrong", Integer, nullable=False, server_default=text("0"), comment="how often"),
    Column("knows", Boolean, nullable=False, comment="whether the last answer was right"),
    Column("at", Instant, nullable=False),
)

certificates = Table(
    "certificates",
    metadata,
    Column("number", String(24), primary_key=True),
    Column("person", String(16), nullable=False),
    Column("course", String(40), nullable=False),
    Column("station", String(64), nullable=False),
    Column("right", Integer, nullable=False),
    Column("pieces", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("person", "course"),
)

lesson_reminders = Table(
    "lesson_reminders",
    metadata,
    Column("person", String(16), primary_key=True),
    Column("due_at", Instant, nullable=False, comment="when this manager is looked at next"),
    Index("ix_lesson_reminders_due_at", "due_at"),
)
