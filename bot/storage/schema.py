"""The tables. Core only: rows are turned into the domain's structs by the repositories beside this file.

Every index of the order tables begins with the county or the station, so that they can be split by county. Personal
data (contacts, addresses of letters, words) is sealed; see seal.py.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.domain.order import OPEN
from bot.storage.columns import Instant, Quantity, Serial, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

STILL_OPEN = text("status IN ({})".format(", ".join(f"'{status}'" for status in OPEN)))
PENDING = text("status = 'pending'")

meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
    comment="Counters: the catalogue's version, whose turn it is to lease letters",
)

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
    Column("withdrawn", Boolean, nullable=False, server_default=text("false")),
    Index("ix_stations_county_code", "county", "code"),
)

station_keys = Table(
    "station_keys",
    metadata,
    Column("key", String(80), primary_key=True, comment="a piece of the name's sound"),
    Column("station", String(64), ForeignKey("stations.code", ondelete="CASCADE"), primary_key=True, index=True),
)

products = Table(
    "products",
    metadata,
    Column("sku", String(60), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String(120), nullable=False),
    Column("brand", String(60), nullable=False, server_default=""),
    Column("category", String(120), nullable=False, server_default=""),
    Column("spec", String(120), nullable=False, server_default=""),
    Column("unit", String(20), nullable=False),
    Column("price_fen", BigInteger, nullable=False),
    Column("city_price_fen", BigInteger),
    Column("aliases", Text, nullable=False, server_default="", comment="separated by |"),
    Column("install", Boolean, nullable=False, server_default=text("false")),
    Column("merchant", String(120), nullable=False, server_default=""),
    Column("stock", Quantity),
    Column("weight_kg", Quantity),
    Column("withdrawn", Boolean, nullable=False, server_default=text("false")),
)

stock = Table(
    "stock",
    metadata,
    Column("station", String(64), primary_key=True, comment="'' is what the county can deliver"),
    Column("sku", String(60), primary_key=True),
    Column("quantity", Quantity, nullable=False),
    Column("reserved", Quantity, nullable=False, server_default=text("0"), comment="ordered, not yet packed"),
    Index("ix_stock_sku_station", "sku", "station"),
)

stock_moves = Table(
    "stock_moves",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("station", String(64), nullable=False),
    Column("sku", String(60), nullable=False),
    Column("quantity", Quantity, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_stock_moves_station_at", "station", "at"),
)

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
    Column("pickup_code", String(8)),
    Column("installation_date", Date),
    Column("installation_period", String(12)),
    Column("installation_time", Words, nullable=False, server_default=""),
    Column("draft", String(40), nullable=False),
    Column("total_fen", BigInteger, nullable=False),
    UniqueConstraint("draft"),
    Index("ix_orders_county_placed_at", "county", "placed_at"),
    Index("ix_orders_station_placed_at", "station", "placed_at"),
    Index("ix_orders_station_moved_at", "station", "moved_at"),
    Index("ix_orders_person_placed_at", "person", "placed_at"),
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
    Column("tracking_number", String(60), primary_key=True),
    Column("number", String(24), ForeignKey("orders.number"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
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

inbox = Table(
    "inbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("key", String(200), nullable=False),
    Column("person", String(16), nullable=False),
    Column("channel", String(12), nullable=False),
    Column("contact", Text, nullable=False, comment="sealed"),
    Column("content", Text, nullable=False, comment="sealed JSON; '' once erased"),
    Column("at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("status", String(8), nullable=False),
    Column("reply", Words, nullable=False, server_default=""),
    Column("error", Words, nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("leased_until", Instant),
    UniqueConstraint("key"),
    Index("ix_inbox_pending", "person", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    Index("ix_inbox_received_at", "received_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("key", String(200), nullable=False),
    Column("recipient", String(40), nullable=False, comment="person id, or the keyed index of a bare contact"),
    Column("contact", Text, nullable=False, server_default="", comment="sealed; only where nobody has it yet"),
    Column("notice", String(40), nullable=False),
    Column("text", Words, nullable=False),
    Column("sms", Words, nullable=False),
    Column("params", Words, nullable=False, comment="JSON"),
    Column("urgent", Boolean, nullable=False),
    Column("marketing", Boolean, nullable=False),
    Column("bundle", String(80), nullable=False, server_default=""),
    Column("status", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("error", Words, nullable=False, server_default=""),
    Column("way", String(20), nullable=False, server_default="", comment="by which it went, or goes now"),
    Column("reference", String(64), nullable=False, server_default="", comment="what receipts name"),
    Column("receipt", String(40), nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("leased_until", Instant),
    Column("begun_at", Instant, comment="the request went out: from here on a crash leaves it uncertain"),
    Column("sent_at", Instant),
    UniqueConstraint("key"),
    Index("ix_outbox_due", "due_at", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    Index("ix_outbox_queue", "recipient", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    Index("ix_outbox_reference", "reference"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("key", String(200), nullable=False),
    Column("station", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("level", String(8), nullable=False),
    Column("text", Words, nullable=False),
    Column("person", String(16)),
    Column("created_at", Instant, nullable=False),
    Column("acknowledged_at", Instant),
    UniqueConstraint("key"),
    Index("ix_alerts_station_id", "station", "id"),
)

demand = Table(
    "demand",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("person", String(16), nullable=False),
    Column("station", String(64), nullable=False),
    Column("mention", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_demand_station_at", "station", "at"),
)

listings = Table(
    "listings",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("seller", String(16), nullable=False),
    Column("station", String(64), nullable=False),
    Column("goods", Words, nullable=False),
    Column("quantity", Quantity),
    Column("unit", Words, nullable=False, server_default=""),
    Column("price_fen", BigInteger),
    Column("price_unit", Words, nullable=False, server_default=""),
    Column("status", String(12), nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_listings_station_id", "station", "id"),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("request", String(64), nullable=False, comment="hash of what was asked"),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
)
