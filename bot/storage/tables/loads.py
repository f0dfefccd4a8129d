"""The lorries' loads, and how promises were kept."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from bot.storage.sql.columns import Instant, Quantity, Serial
from bot.storage.tables.base import metadata

loads = Table(
    "loads",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("county", String(40), nullable=False),
    Column("station", String(64), nullable=False),
    Column("day", Date, nullable=False),
    Column("capacity_kg", Quantity),
    Column("stage", String(20), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("moved_at", Instant, nullable=False),
    Index("ix_loads_county_day", "county", "day"),
    Index("ix_loads_station_day", "station", "day"),
)

load_items = Table(
    "load_items",
    metadata,
    Column("number", String(24), ForeignKey("orders.number"), primary_key=True),
    Column("parcel", String(101), primary_key=True, comment="carrier:number; '' is the whole order"),
    Column("load", Serial, ForeignKey("loads.id"), nullable=False, index=True),
    Column("weight_kg", Quantity, nullable=False),
)

kept_promises = Table(
    "kept_promises",
    metadata,
    Column("province", String(40), primary_key=True),
    Column("city", String(40), primary_key=True),
    Column("county", String(40), primary_key=True),
    Column("month", String(7), primary_key=True, comment="of the first promise, 2026-11"),
    Column("arrived", Integer, nullable=False),
    Column("kept", Integer, nullable=False),
    Column("next_day", Integer, nullable=False, comment="arrived the day after it was ordered, or sooner"),
    Index("ix_kept_promises_month_county", "month", "county"),
)

promises = Table(
    "promises",
    metadata,
    Column("county", String(40), primary_key=True),
    Column("month", String(7), primary_key=True, comment="of the first promise, 2026-11"),
    Column("arrived", Integer, nullable=False),
    Column("kept", Integer, nullable=False),
    Column("next_day", Integer, nullable=False, comment="arrived the day after it was ordered, or sooner"),
)
"""Of the release before, which knew no provinces and may still write it during an update; read by nobody."""
