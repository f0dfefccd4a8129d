"""When each recurring chore was last done."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from bot.storage.sql.columns import Instant
from bot.storage.tables.base import metadata

chores = Table(
    "chores",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("done_at", Instant, nullable=False),
)
