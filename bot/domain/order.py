"""An order and the states it may pass through."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Literal

import msgspec

from bot.domain.legs import Why
from bot.domain.money import amount_fen

RETURN_WITHIN = timedelta(days=7)


class Status(StrEnum):
    PLACED = "placed"
    PACKED = "packed"
    AT_COUNTY = "at_county"
    IN_TRANSIT = "in_transit"
    AT_STATION = "at_station"
    COLLECTED = "collected"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    INSTALLED = "installed"
    CANCELLED = "cancelled"
    RETURN_REQUESTED = "return_requested"
    RETURNED = "returned"
    REFUNDED = "refunded"


NEXT: dict[Status, frozenset[Status]] = {
    Status.PLACED: frozenset({Status.PACKED, Status.CANCELLED}),
    Status.PACKED: frozenset({Status.AT_COUNTY}),
    Status.AT_COUNTY: frozenset({Status.IN_TRANSIT}),
    Status.IN_TRANSIT: frozenset({Status.AT_STATION}),
    Status.AT_STATION: frozenset({Status.COLLECTED, Status.OUT_FOR_DELIVERY}),
    Status.OUT_FOR_DELIVERY: frozenset({Status.DELIVERED}),
    Status.DELIVERED: frozenset({Status.INSTALLED, Status.RETURN_REQUESTED}),
    Status.COLLECTED: frozenset({Status.RETURN_REQUESTED}),
    Status.INSTALLED: frozenset({Status.RETURN_REQUESTED}),
    Status.RETURN_REQUESTED: frozenset({Status.RETURNED}),
    Status.RETURNED: frozenset({Status.REFUNDED}),
    Status.REFUNDED: frozenset(),
    Status.CANCELLED: frozenset(),
}
ON_THE_WAY = (Status.PLACED, Status.PACKED, Status.AT_COUNTY, Status.IN_TRANSIT)
OPEN = (*ON_THE_WAY, Status.AT_STATION, Status.OUT_FOR_DELIVERY)
RECEIVED = (Status.COLLECTED, Status.DELIVERED, Status.INSTALLED)
REPLACED = "replaced"
"""Reason of a cancelled order in whose place another came, with its fitter."""
UNDONE = "undone"
"""Type of the order event that says: the step before was a mistake and is taken back."""
BEFORE: dict[Status, frozenset[Status]] = {
    Status.AT_STATION: frozenset(ON_THE_WAY),
    Status.COLLECTED: frozenset({Status.AT_STATION}),
}
"""Where a manager's step may be taken back to, by the state it led to. His arrival may have reported several steps at once."""
FOR_STATION = "站里"
"""Recipient of what a manager orders for the station's own shelf."""


class IllegalMove(Exception):
    """An order cannot go from one state to another; the text says which."""

    def __init__(self, number: str, status: Status, to: Status) -> None:
        super().__init__(f"order {number} is {status} and cannot become {to}")
        self.number, self.status, self.to = number, status, to


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    sku: str
    name: str
    unit: str
    quantity: Decimal
    price_fen: int

    @property
    def amount_fen(self) -> int:
        return amount_fen(self.quantity, self.price_fen)


class Installation(msgspec.Struct, frozen=True, kw_only=True):
    date: date
    period: Literal["morning", "noon", "afternoon", "evening"] | None = None
    time: str = ""


class OrderEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to an order: a status it reached; `late`, which changes none; `undone`, which takes the last one back."""

    type: str
    at: datetime
    by: str
    """villager, family, manager, county, carrier, system"""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    number: str
    """Globally unique digits, short enough to read over a phone."""
    slip: int
    """The station's own small running number, which its manager writes on the parcel and says in chat (到 3 7)."""
    person: str | None
    """Whose order it is; None for a villager without a phone, for whom the manager ordered."""
    recipient: str
    placed_by: str
    """`villager`, `family` (see `helper`), or `manager:CODE`."""
    station: str
    county: str
    status: Status = Status.PLACED
    delivery: Literal["pickup", "home"] = "pickup"
    address: str = ""
    lines: tuple[OrderLine, ...]
    placed_at: datetime
    promised_by: date
    promised_first: date | None = None
    """The day promised when it was ordered, where it was moved since; None: `promised_by` still is it."""
    promise_why: Why = ""
    """Why it was not promised for the next day."""
    stock_place: Literal["county", "city"] = "county"
    """Where its goods stood when it was ordered; of several places the farthest. See also `from_shelf`."""
    pickup_code: str | None = None
    installation: Installation | None = None
    draft: str
    """Unique: the same draft confirmed twice is one order."""
    from_shelf: bool = False
    """Goods that stood on the station's own shelf: at the station from the beginning, set aside there."""
    helper: str = ""
    """Person id of the child who ordered it in the parent's name; '' mostly."""
    paid_fen: int = 0
    """What is paid by a payment platform and stays paid."""
    allowed_fen: int = 0
    """What was paid and given back for good: the order costs so much less."""
    events: tuple[OrderEvent, ...] = ()

    @property
    def total_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)

    @property
    def is_paid(self) -> bool:
        """Whether nothing is to be taken for it any more."""
        return 0 < self.total_fen <= self.paid_fen + self.allowed_fen

    @property
    def due_fen(self) -> int:
        """What is still to be taken when it is handed over."""
        return max(0, self.total_fen - self.paid_fen - self.allowed_fen)

    @property
    def never_collected(self) -> bool:
        """Whether it went back to the county without anybody having had it."""
        return self.status is Status.RETURNED and not any(e.type == Status.RETURN_REQUESTED for e in self.events)

    @property
    def can_be_cancelled(self) -> bool:
        """Before it is packed; goods of the shelf until they are taken along."""
        return self.status is Status.PLACED or (self.from_shelf and self.status is Status.AT_STATION)


def check_move(order: Order, to: Status, at: datetime, by: str = "") -> None:
    """Raise IllegalMove unless `order` may become `to` at `at`: a return is asked for within seven days of receipt."""
    if to not in NEXT[order.status] and not _may_all_the_same(order, to, by):
        raise IllegalMove(order.number, order.status, to)
    if to is Status.RETURN_REQUESTED and at - received_at(order) > RETURN_WITHIN:
        raise IllegalMove(order.number, order.status, to)
    if to is Status.INSTALLED and order.installation is None:
        raise IllegalMove(order.number, order.status, to)


def _may_all_the_same(order: Order, to: Status, by: str) -> bool:
    """Goods of the shelf can be cancelled; what nobody fetches goes back, which cunkou alone decides (see waiting)."""
    if to is Status.CANCELLED:
        return order.can_be_cancelled
    return to is Status.RETURNED and order.status is Status.AT_STATION and by == "system"


def check_undo(order: Order, back_to: Status) -> None:
    """Raise IllegalMove unless the order's last step may be taken back to that state."""
    if back_to not in BEFORE.get(order.status, ()):
        raise IllegalMove(order.number, order.status, back_to)


def received_at(order: Order) -> datetime:
    """When the villager got the goods; the time of placing where no event tells."""
    return max((e.at for e in order.events if e.type in RECEIVED), default=order.placed_at)
