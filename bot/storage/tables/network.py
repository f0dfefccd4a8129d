"""The network beside its stations: villages, and how managers come and go."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from bot.storage.sql.columns import Instant
from bot.storage.tables.base import metadata

villages = Table(
    "villages",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("town", String(40), nullable=False),
    Column("county", String(40), nullable=False),
    Column("city", String(40), nullable=False),
    Column("province", String(40), nullable=False),
    Column("station", String(64), nullable=False, server_default=""),
    Column("sound", String(60), nullable=False, comment="of the name; places are looked for by ear"),
    Column("town_sound", String(60), nullable=False),
    Column("county_sound", String(60), nullable=False),
    Index("ix_villages_sound_county_sound", "sound", "county_sound"),
    Index("ix_villages_county_code", "county", "code"),
)

invites = Table(
    "invites",
    metadata,
    Column("code", String(40), primary_key=True, comment="keyed index of the code"),
    Column("sealed", Text, nullable=False),
    Column("station", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_by", String(16)),
    Index("ix_invites_station_created_at", "station", "created_at"),
)

appointments = Table(
    "appointments",
    metadata,
    Column("station", String(64), primary_key=True),
    Column("filed", String(40), nullable=False, comment="keyed index of the manager the file named then"),
    Column("at", Instant, nullable=False),
)
"""Stations whose manager came by invite or left since the last import: the same file again changes nothing there."""
