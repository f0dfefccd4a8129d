"""Stations: what managers must know, say, teach and have on the shelf."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from bot.domain.events.base import Event

AlertKind = Literal[
    "order_placed", "order_cancelled", "return_requested", "handoff", "complaint", "message", "pickup_refused", "listing",
    "order_late", "unreported", "fitter_missed", "overdue", "parcel_trouble", "low_stock", "escalated", "trained", "refund_failed",
    "ownerless",
]  # fmt: skip  # a table, a row a line
AlertLevel = Literal["info", "warning", "urgent"]


class AlertRaised(Event, frozen=True, kw_only=True):
    """Something a station's manager must know."""

    station: str
    kind: AlertKind
    level: AlertLevel
    text: str
    key: str
    """Unique: the same thing alerts once."""
    person: str | None = None


class BroadcastSent(Event, frozen=True, kw_only=True):
    """A manager tells the station's villagers something; those who opted out hear nothing of it."""

    station: str
    person: str
    """The manager who sends it."""
    text: str
    at: datetime


class WordTaught(Event, frozen=True, kw_only=True):
    """A manager said what goods are called in the county; the same word taught again replaces the meaning."""

    county: str
    station: str
    word: str
    meaning: str
    at: datetime


class WordForgotten(Event, frozen=True, kw_only=True):
    """A manager took a word back."""

    county: str
    word: str


class StockMoved(Event, frozen=True, kw_only=True):
    """Goods came onto a station's shelf (positive) or were sold from it (negative), or were counted."""

    station: str
    sku: str
    quantity: Decimal
    reason: Literal["stock_in", "walk_in_sale", "count"]
    at: datetime
