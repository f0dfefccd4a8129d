"""What SMS costs."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from bot.storage.tables.base import metadata

sms_bills = Table(
    "sms_bills",
    metadata,
    Column("month", String(7), primary_key=True, comment="2026-11"),
    Column("station", String(64), primary_key=True, comment="'' is people who belong to none"),
    Column("provider", String(12), primary_key=True),
    Column("messages", Integer, nullable=False),
    Column("parts", Integer, nullable=False, comment="as which they are paid"),
)
