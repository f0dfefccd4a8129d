"""Who installs appliances, and when they have room. Every key begins with the county, so that it can be split by it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, text

from bot.storage.tables.base import NOT_DONE, TO_COME, metadata

installation_teams = Table(
    "installation_teams",
    metadata,
    Column("county", String(40), primary_key=True),
    Column("city", String(40), primary_key=True),
    Column("province", String(40), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("phone", Text, nullable=False, comment="sealed"),
    Column("half_day_capacity", Integer, nullable=False),
    Column("weekdays", String(20), nullable=False, comment="ISO weekdays, comma-separated"),
)

installation_slots = Table(
    "installation_slots",
    metadata,
    Column("county", String(130), primary_key=True, comment="province/city/county"),
    Column("date", Date, primary_key=True),
    Column("half", String(10), primary_key=True),
    Column("capacity", Integer, nullable=False),
    Column("taken", Integer, nullable=False, server_default=text("0")),
)

installation_bookings = Table(
    "installation_bookings",
    metadata,
    Column("number", String(24), ForeignKey("orders.number"), primary_key=True),
    Column("county", String(130), nullable=False, comment="province/city/county"),
    Column("date", Date, nullable=False),
    Column("half", String(10), nullable=False),
    Column(
        "announced", Boolean, nullable=False, server_default=text("false"), comment="reminded of the evening before"
    ),
    Column("readiness", Text, nullable=False, server_default="", comment="JSON: what the villager told of the house"),
    Column(
        "stage",
        String(8),
        nullable=False,
        server_default="",
        comment="'' to come; asked: its day passed, another was asked for; done",
    ),
    Column("offered", Text, nullable=False, server_default="", comment="JSON: the days asked between"),
    Index("ix_installation_bookings_date_county", "date", "county"),
    Index("ix_installation_bookings_to_come", "date", "number", sqlite_where=TO_COME, postgresql_where=TO_COME),
    Index("ix_installation_bookings_not_done", "county", "date", sqlite_where=NOT_DONE, postgresql_where=NOT_DONE),
)
"""Which slot an order holds."""
