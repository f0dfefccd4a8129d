"""Orders and their way. Every index begins with the county, the station or the person, so that they can be split by county."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.sql.columns import Instant, Quantity, Serial, Words
from bot.storage.tables.base import COMING, HELPED, STILL_OPEN, WAITING, metadata

orders = Table(
    "orders",
    metadata,
    Column("number", String(24), primary_key=True),
    Column("county", String(40), nullable=False),
    Column("station", String(64), nullable=False),
    Column("slip", Integer, nullable=False),
    Column("person", String(16)),
    Column("recipient", Words, nullable=False, server_default=""),
    Column("placed_by", String(80), nullable=False),
    Column("status", String(20), nullable=False),
    Column("delivery", String(8), nullable=False),
    Column("address", Text, nullable=False, server_default="", comment="sealed"),
    Column("placed_at", Instant, nullable=False),
    Column("moved_at", Instant, nullable=False),
    Column("promised_by", Date, nullable=False),
    Column("promised_first", Date, comment="the first promise, where it was moved since"),
    Column("promise_why", String(20), nullable=False, server_default=""),
    Column("stock_place", String(8), nullable=False, server_default="county"),
    Column("overdue_stage", Integer, nullable=False, server_default=text("0")),
    Column("overdue_at", Instant, comment="when its waiting is looked at next"),
    Column("pickup_code", String(8)),
    Column("installation_date", Date),
    Column("installation_period", String(12)),
    Column("installation_time", Words, nullable=False, server_default=""),
    Column("draft", String(40), nullable=False),
    Column("from_shelf", Boolean, nullable=False, server_default=text("false"), comment="goods of the station's own"),
    Column("total_fen", BigInteger, nullable=False),
    Column("helper", String(16), nullable=False, server_default="", comment="the child who ordered it"),
    Column("paid_fen", BigInteger, nullable=False, server_default=text("0"), comment="as the ledger says"),
    Column("allowed_fen", BigInteger, nullable=False, server_default=text("0"), comment="given back for good"),
    UniqueConstraint("draft"),
    Index("ix_orders_county_placed_at", "county", "placed_at"),
    Index("ix_orders_station_placed_at", "station", "placed_at"),
    Index("ix_orders_open", "station", "placed_at", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),
    Index("ix_orders_county_open", "county", "promised_by", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),
    Index("ix_orders_due", "promised_by", "number", sqlite_where=COMING, postgresql_where=COMING),
    Index("ix_orders_overdue", "overdue_at", "number", sqlite_where=WAITING, postgresql_where=WAITING),
    Index("ix_orders_station_moved_at", "station", "moved_at"),
    Index("ix_orders_person_placed_at", "person", "placed_at"),
    Index("ix_orders_helper_placed_at", "helper", "placed_at", sqlite_where=HELPED, postgresql_where=HELPED),
    Index("ix_orders_placed_at_number", "placed_at", "number"),
    Index("ix_orders_county_installation_date", "county", "installation_date"),
    # What is open at a station must be told apart by what its manager says: the slip, and the villager's code.
    Index(
        "uq_orders_station_slip", "station", "slip", unique=True, sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN
    ),
    Index(
        "uq_orders_station_pickup_code",
        "station",
        "pickup_code",
        unique=True,
        sqlite_where=STILL_OPEN,
        postgresql_where=STILL_OPEN,
    ),
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("number", String(24), ForeignKey("orders.number"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("sku", String(60), nullable=False),
    Column("name", String(120), nullable=False),
    Column("unit", String(20), nullable=False),
    Column("quantity", Quantity, nullable=False),
    Column("price_fen", BigInteger, nullable=False),
)

order_events = Table(
    "order_events",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("number", String(24), ForeignKey("orders.number"), nullable=False, index=True),
    Column("type", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(20), nullable=False),
    Column("reason", Words, nullable=False, server_default=""),
)

shipments = Table(
    "shipments",
    metadata,
    Column("carrier", String(40), primary_key=True),
    Column("tracking_number", String(60), primary_key=True, index=True),
    Column("number", String(24), ForeignKey("orders.number"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("skus", Text, nullable=False, server_default="", comment="JSON; '' is the whole order"),
    Column("stage", String(20), nullable=False, server_default="", comment="as the order's states"),
    Column("moved_at", Instant),
    Column("track", Text, nullable=False, server_default="", comment="the carrier's list; sealed JSON"),
)

pickup_attempts = Table(
    "pickup_attempts",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("station", String(64), nullable=False),
    Column("code", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_pickup_attempts_station_at", "station", "at"),
)
