"""What came in, what must go out, and what was heard. Words are sealed where they may tell of a person."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.sql.columns import Instant, Serial, Words
from bot.storage.tables.base import DEAD, PENDING, PLAIN, UNANSWERED, UNSEEN, WEIGHTY, metadata

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
    Index("ix_inbox_person_at", "person", "at"),
    Index("ix_inbox_plain", "key", "status", sqlite_where=PLAIN, postgresql_where=PLAIN),
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
    Column("trace", String(49), nullable=False, server_default="", comment="of the message that caused it"),
    Column("station", String(64), nullable=False, server_default="", comment="of its person, once it did not arrive"),
    UniqueConstraint("key"),
    Index("ix_outbox_due", "due_at", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    Index("ix_outbox_queue", "recipient", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    Index("ix_outbox_recipient_id", "recipient", "id"),
    Index("ix_outbox_reference", "reference"),
    Index("ix_outbox_dead_created_at", "created_at", sqlite_where=DEAD, postgresql_where=DEAD),
    Index("ix_outbox_dead", "id", sqlite_where=DEAD, postgresql_where=DEAD),
    Index("ix_outbox_dead_station", "station", "id", sqlite_where=DEAD, postgresql_where=DEAD),
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
    Column("escalated_at", Instant, comment="when the county heard of it, because nobody reacted"),
    UniqueConstraint("key"),
    Index("ix_alerts_person", "person"),
    Index("ix_alerts_station_id", "station", "id"),
    Index("ix_alerts_unanswered", "created_at", "id", sqlite_where=UNANSWERED, postgresql_where=UNANSWERED),
    Index("ix_alerts_weighty", "station", "created_at", sqlite_where=WEIGHTY, postgresql_where=WEIGHTY),
    Index("ix_alerts_unseen", "station", "id", sqlite_where=UNSEEN, postgresql_where=UNSEEN),
)

demand = Table(
    "demand",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("person", String(16), nullable=False),
    Column("station", String(64), nullable=False),
    Column("mention", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_demand_person_id", "person", "id"),
    Index("ix_demand_station_at", "station", "at"),
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

county_words = Table(
    "county_words",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("county", String(40), nullable=False),
    Column("word", Words, nullable=False),
    Column("meaning", Words, nullable=False),
    Column("station", String(64), nullable=False, comment="whose manager taught it"),
    Column("taught_at", Instant, nullable=False),
    UniqueConstraint("county", "word"),
)
