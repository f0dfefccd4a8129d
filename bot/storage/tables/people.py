"""People, the ways to reach them, and the stations they belong to."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    text,
)

from bot.storage.sql.columns import Instant, Words
from bot.storage.tables.base import metadata

persons = Table(
    "persons",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", Words, nullable=False, server_default=""),
    Column("station", String(64), nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default="", comment="sealed"),
    Column("opted_out", Boolean, nullable=False, server_default=text("false")),
    Column("handed_off_since", Instant),
    Column("handed_off_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("erased_at", Instant),
    Index("ix_persons_station_handed_off_until", "station", "handed_off_until"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("contact", String(40), primary_key=True, comment="keyed index of the contact"),
    Column("person", String(16), ForeignKey("persons.id"), nullable=False, index=True),
    Column("channel", String(12), nullable=False),
    Column("sealed", Text, nullable=False),
    Column("reachable", Boolean, nullable=False, server_default=text("true"), comment="false once unsubscribed"),
    Column("created_at", Instant, nullable=False),
)

stations = Table(
    "stations",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("level", String(8), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("parent", String(64), nullable=False, server_default=""),
    Column("province", String(40), nullable=False, server_default=""),
    Column("city", String(40), nullable=False, server_default=""),
    Column("county", String(40), nullable=False, server_default=""),
    Column("town", String(40), nullable=False, server_default=""),
    Column("village", String(40), nullable=False, server_default=""),
    Column("manager_name", String(60), nullable=False, server_default=""),
    Column("manager_phone", Text, nullable=False, server_default="", comment="sealed"),
    Column("manager_wechat", Text, nullable=False, server_default="", comment="sealed"),
    Column("manager", String(16), ForeignKey("persons.id"), index=True),
    Column("cutoff", String(5), nullable=False),
    Column("hours", String(11), nullable=False, server_default=""),
    Column("lorry_days", String(7), nullable=False, server_default="", comment="ISO weekdays, '' means every day"),
    Column("lat", Float),
    Column("lng", Float),
    Column("status", String(8), nullable=False, server_default="open"),
    Column("successor", String(64), nullable=False, server_default="", comment="of a closed station"),
    Column("withdrawn", Boolean, nullable=False, server_default=text("false")),
    Index("ix_stations_county_code", "county", "code"),
    Index("ix_stations_lat_lng", "lat", "lng"),
)

station_keys = Table(
    "station_keys",
    metadata,
    Column("key", String(80), primary_key=True, comment="a piece of the name's sound"),
    Column("station", String(64), ForeignKey("stations.code", ondelete="CASCADE"), primary_key=True, index=True),
)
