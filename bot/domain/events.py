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


class OrderPlaced(Event):
    order: Order


class OrderMoved(Event):
    """An order reached a status (see order.NEXT); `pickup_code` is given with at_station."""

    number: str
    to: Status
    at: datetime
    by: Literal["villager", "manager", "county", "carrier", "system"]
    pickup_code: str | None = None
    reason: str = ""


class OrderDelayed(Event):
    """The promise cannot be kept; `until` is the new day where it is known."""

    number: str
    at: datetime
    by: Literal["manager", "county", "carrier", "system"]
    until: date | None = None


class InstallationMoved(Event):
    number: str
    date: date
    period: Literal["morning", "noon", "afternoon", "evening"] | None = None
    time: str = ""


class PickupRefused(Event):
    """A wrong pick-up code was given at a station."""

    station: str
    code: str
    at: datetime


class StationBound(Event):
    person: str
    station: str


class PersonNamed(Event):
    person: str
    name: str


class AddressGiven(Event):
    person: str
    address: str


class PhoneCodeSent(Event):
    """A WeChat person named a phone; `code` goes to it by SMS."""

    person: str
    phone: str
    code: str


class PhoneLinked(Event):
    """The code came back: the phone's person and orders become this person's."""

    person: str
    phone: str


class OptedOut(Event):
    person: str


class OptedIn(Event):
    person: str


class HandoffOpened(Event):
    person: str
    until: datetime


class HandoffClosed(Event):
    person: str


class AlertRaised(Event):
    """Something a station's manager must know."""

    station: str
    kind: Literal[
        "order_placed", "order_cancelled", "return_requested", "handoff", "complaint", "message", "pickup_refused",
        "listing",
    ]  # fmt: skip
    level: Literal["info", "warning", "urgent"]
    text: str
    key: str
    """Unique: the same thing alerts once."""
    person: str | None = None


class DemandHeard(Event):
    """Goods asked for that the shop does not carry."""

    person: str
    station: str
    mention: str
    at: datetime


class ListingOffered(Event):
    """A villager wants to sell."""

    person: str
    station: str
    goods: str
    quantity: Decimal | None
    unit: str
    price_fen: int | None
    price_unit: str


class StockMoved(Event):
    """Goods came onto a station's shelf (positive) or were sold from it (negative), or were counted."""

    station: str
    sku: str
    quantity: Decimal
    reason: Literal["stock_in", "walk_in_sale", "count"]
    at: datetime


class ErasureRequested(Event):
    """The person's profile, words and contacts are erased; orders stay, pseudonymised."""

    person: str
