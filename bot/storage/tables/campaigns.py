"""Merchants' offers, who agreed to hear of any, who was told, and what was ordered at their price."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, String, Table, Text, text

from bot.storage.sql.columns import Instant, Quantity, Words
from bot.storage.tables.base import metadata

offer_consents = Table(
    "offer_consents",
    metadata,
    Column("person", String(16), primary_key=True),
    Column("at", Instant, nullable=False),
    comment="Who asked for merchants' offers; nobody else gets any",
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("key", String(16), primary_key=True),
    Column("merchant", String(60), nullable=False),
    Column("sku", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("unit", String(20), nullable=False),
    Column("usual_fen", BigInteger, nullable=False),
    Column("price_fen", BigInteger, nullable=False),
    Column("text", Words, nullable=False),
    Column("opens", Date, nullable=False),
    Column("closes", Date, nullable=False),
    Column("counties", Text, nullable=False, server_default="", comment="a line each; '' for all"),
    Column("pieces", Quantity, nullable=False),
    Column("taken", Quantity, nullable=False, server_default=text("0")),
    Column("status", String(10), nullable=False),
    Column("reason", Words, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Index("ix_campaigns_merchant_created_at", "merchant", "created_at"),
    Index("ix_campaigns_status_closes", "status", "closes"),
)

campaign_people = Table(
    "campaign_people",
    metadata,
    Column("campaign", String(16), primary_key=True),
    Column("person", String(16), primary_key=True),
    Column("told", Boolean, nullable=False, comment="false: held out to measure by"),
    Column("at", Instant, nullable=False),
    Index("ix_campaign_people_person_at", "person", "at"),
)

campaign_orders = Table(
    "campaign_orders",
    metadata,
    Column("number", String(24), primary_key=True),
    Column("campaign", String(16), primary_key=True),
    Column("quantity", Quantity, nullable=False),
)

campaign_ends = Table(
    "campaign_ends",
    metadata,
    Column("campaign", String(16), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("taken", Quantity, comment="rounded down to five; null where fewer than five people ordered"),
    Column("told", Integer, nullable=False),
    Column("told_ordered", Integer, nullable=False),
    Column("held_out", Integer, nullable=False),
    Column("held_out_ordered", Integer, nullable=False),
    comment="What an offer brought, counted once when it ended",
)
