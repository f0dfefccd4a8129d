"""What a turn, the API or a carrier causes. Names are in the past tense; each is recorded in one transaction.

An event says what happened, never how it is stored or who is told: `bot.storage.record` writes it down and
`bot.dialogue.notices` says who hears of it.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import msgspec

from bot.domain.order import Order, Status


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all events."""


class OrderPlaced(Event, frozen=True, kw_only=True):
    order: Order


class OrderMoved(Event, frozen=True, kw_only=True):
    """An order reached a status (see order.NEXT); `pickup_code` is given with at_station."""

    number: str
    to: Status
    at: datetime
    by: Literal["villager", "manager", "county", "carrier", "system"]
    pickup_code: str | None = None
    reason: str = ""


class OrderDelayed(Event, frozen=True, kw_only=True):
    """The promise cannot be kept; `until` is the new day where it is known."""

    number: str
    at: datetime
    by: Literal["manager", "county", "carrier", "system"]
    until: date | None = None


class InstallationMoved(Event, frozen=True, kw_only=True):
    number: str
    date: date
    period: Literal["morning", "noon", "afternoon", "evening"] | None = None
    time: str = ""


class PickupRefused(Event, frozen=True, kw_only=True):
    """A wrong pick-up code was given at a station."""

    station: str
    code: str
    at: datetime


class StationBound(Event, frozen=True, kw_only=True):
    person: str
    station: str


class PersonNamed(Event, frozen=True, kw_only=True):
    person: str
    name: str


class AddressGiven(Event, frozen=True, kw_only=True):
    person: str
    address: str


class PhoneCodeSent(Event, frozen=True, kw_only=True):
    """A WeChat person named a phone; `code` goes to it by SMS."""

    person: str
    phone: str
    code: str


class PhoneLinked(Event, frozen=True, kw_only=True):
    """The code came back: the phone's person and orders become this person's."""

    person: str
    phone: str


class OptedOut(Event, frozen=True, kw_only=True):
    person: str


class OptedIn(Event, frozen=True, kw_only=True):
    person: str


class HandoffOpened(Event, frozen=True, kw_only=True):
    person: str
    until: datetime


class HandoffClosed(Event, frozen=True, kw_only=True):
    person: str
    by: Literal["villager", "manager"] = "villager"


AlertKind = Literal[
    "order_placed", "order_cancelled", "return_requested", "handoff", "complaint", "message", "pickup_refused", "listing",
]  # fmt: skip
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


class DemandHeard(Event, frozen=True, kw_only=True):
    """Goods asked for that the shop does not carry."""

    person: str
    station: str
    mention: str
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


class ListingOffered(Event, frozen=True, kw_only=True):
    """A villager wants to sell."""

    person: str
    station: str
    goods: str
    quantity: Decimal | None
    unit: str
    price_fen: int | None
    price_unit: str


class StockMoved(Event, frozen=True, kw_only=True):
    """Goods came onto a station's shelf (positive) or were sold from it (negative), or were counted."""

    station: str
    sku: str
    quantity: Decimal
    reason: Literal["stock_in", "walk_in_sale", "count"]
    at: datetime


class ErasureRequested(Event, frozen=True, kw_only=True):
    """The person's profile, words and contacts are erased; orders stay, pseudonymised."""

    person: str
