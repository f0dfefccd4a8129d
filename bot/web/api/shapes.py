"""What the API says and hears. The OpenAPI document is made from these, so it cannot drift from them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from bot.domain.order import Status

Code = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what is said."""


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of what is heard: a field nobody knows is an error, not ignored."""


class LineShape(Shape, frozen=True, kw_only=True):
    sku: str
    name: str
    quantity: float
    """In selling units."""
    unit: str
    price_fen: int
    """For one unit."""
    amount_fen: int


class EventShape(Shape, frozen=True, kw_only=True):
    type: str
    at: datetime
    by: str


class InstallationSlot(Shape, frozen=True, kw_only=True):
    date: date
    period: str | None
    time: str | None


class OrderShape(Shape, frozen=True, kw_only=True):
    number: str
    status: Status
    person: str | None
    contact: str
    """`wechat:OPENID`, `sms:+86138…`, or `station:CODE` for a villager without a known contact."""
    recipient: str
    placed_by: str
    """`villager`, `manager:CODE`, or `family`: a child in the parent's name."""
    station: str
    placed_at: datetime
    promised_by: date
    promised_first: date
    """As it was when it was ordered, whatever came between."""
    promise_why: str
    """Why not the next day: spring_festival, holiday, weekend, no_lorry, from_city, or ''."""
    delivery: Literal["pickup", "home"]
    address: str
    installation: InstallationSlot | None
    pickup_code: str | None
    """There from at_station on."""
    total_fen: int
    paid_fen: int
    """What is paid online and stays paid."""
    lines: list[LineShape]
    events: list[EventShape]


class OrderPage(Shape, frozen=True, kw_only=True):
    orders: list[OrderShape]
    next: str | None


class EventAsked(Asked, frozen=True, kw_only=True):
    type: Literal[
        "placed", "return_requested", "packed", "at_county", "in_transit", "at_station", "collected", "out_for_delivery", "delivered", "installed",
        "cancelled", "returned", "refunded", "late",
    ]  # fmt: skip  # a table, a row a line
    pickup_code: Annotated[str, msgspec.Meta(max_length=12)] | None = None
    """Needed for `collected`."""
    until: date | None = None
    """For `late`: the new day, where known."""
    reason: Annotated[str, msgspec.Meta(max_length=200)] = ""


class ShipmentAsked(Asked, frozen=True, kw_only=True):
    carrier: Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern="^[^:]+$")]
    tracking_number: Code
    skus: Annotated[tuple[Code, ...], msgspec.Meta(max_length=40)] = ()
    """The order's lines that are in this parcel; none: all of them."""


class ShipmentShape(Shape, frozen=True, kw_only=True):
    order: str
    carrier: str
    tracking_number: str
    skus: list[str]
    stage: str | None
    """How far it is: packed, at_county, in_transit, at_station."""


class PassedShape(Shape, frozen=True, kw_only=True):
    time: str
    context: str


class TrackedShape(ShipmentShape, frozen=True, kw_only=True):
    track: list[PassedShape]
    """What the carrier last told, newest first."""


class ShipmentPage(Shape, frozen=True, kw_only=True):
    shipments: list[TrackedShape]


class StockShape(Shape, frozen=True, kw_only=True):
    station: str
    sku: str
    quantity: float
    reserved: float


class StockPage(Shape, frozen=True, kw_only=True):
    stock: list[StockShape]


class StationShape(Shape, frozen=True, kw_only=True):
    code: str
    name: str
    level: str
    kind: str
    parent: str
    province: str
    city: str
    county: str
    town: str
    village: str
    manager_name: str
    cutoff: str
    hours: str
    lorry_days: list[int]
    """ISO weekdays; [] means every day."""
    lat: float | None
    lng: float | None
    status: Literal["open", "closed"]
    successor: str


class StationPage(Shape, frozen=True, kw_only=True):
    stations: list[StationShape]
    next: str | None


class AlertShape(Shape, frozen=True, kw_only=True):
    id: int
    station: str
    kind: str
    level: str
    text: str
    created_at: datetime
    acknowledged_at: datetime | None


class AlertPage(Shape, frozen=True, kw_only=True):
    alerts: list[AlertShape]
    next: str | None


class MessageShape(Shape, frozen=True, kw_only=True):
    id: int
    to: str
    channel: str
    text: str
    status: Literal["pending", "sent", "failed", "uncertain", "cancelled"]
    attempts: int
    error: str
    created_at: datetime
    sent_at: datetime | None
    trace: str
    """Of the message that caused it, as in the logs; '' where none did."""


class RetryAsked(Shape, frozen=True, kw_only=True):
    even_if_uncertain: bool = False
    """Send also what may have arrived."""


class MessagePage(Shape, frozen=True, kw_only=True):
    messages: list[MessageShape]
    next: str | None


class InstallationShape(Shape, frozen=True, kw_only=True):
    order: str
    sku: str
    station: str
    contact: str
    date: date
    period: str | None
    time: str | None
    status: str
    overdue: bool
    """The day passed, and it is not installed."""


class InstallationPage(Shape, frozen=True, kw_only=True):
    installations: list[InstallationShape]


class WordShape(Shape, frozen=True, kw_only=True):
    id: int
    county: str
    word: str
    meaning: str
    station: str
    taught_at: datetime


class WordPage(Shape, frozen=True, kw_only=True):
    words: list[WordShape]
    next: str | None


class ProblemShape(Shape, frozen=True, kw_only=True):
    title: str
    status: int
    detail: str


def as_number(value: Decimal) -> float:
    return int(value) if value == value.to_integral_value() else float(value)
