"""Children in the city who order for their parents."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, UniqueConstraint, text

from bot.storage.sql.columns import Instant, Words
from bot.storage.tables.base import metadata

family_ties = Table(
    "family_ties",
    metadata,
    Column("parent", String(16), primary_key=True),
    Column("child", String(16), primary_key=True, index=True),
    Column("status", String(8), nullable=False, comment="asked, agreed, refused, ended"),
    Column("word", Words, nullable=False, server_default="", comment="what the child calls the parent"),
    Column("asked_at", Instant, nullable=False),
    Column("asks", Integer, nullable=False, server_default=text("1"), comment="without an answer"),
    Column("answered_at", Instant),
    comment="Who may order for whom; nobody without both having said so",
)

family_codes = Table(
    "family_codes",
    metadata,
    Column("parent", String(16), primary_key=True),
    Column("code", String(40), nullable=False, comment="keyed index"),
    Column("expires_at", Instant, nullable=False),
    UniqueConstraint("code"),
    comment="What a parent passes on to a child; one at a time, used once",
)
