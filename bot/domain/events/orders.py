"""Orders and their way, from the basket to the door."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from bot.domain.events.base import Event
from bot.domain.order import Order, Status


class OrderPlaced(Event, frozen=True, kw_only=True):
    order: Order


class OrderMoved(Event, frozen=True, kw_only=True):
    """An order reached a status (see order.NEXT); `pickup_code` is given with at_station."""

    number: str
    to: Status
    at: datetime
    by: Literal["villager", "family", "manager", "county", "carrier", "system"]
    """`family`: the child who ordered it for a parent."""
    pickup_code: str | None = None
    reason: str = ""


class OrderMoveUndone(Event, frozen=True, kw_only=True):
    """A manager's step was a mistake: the order is again where it was before. Its history keeps both."""

    number: str
    was: Status
    """Where the mistake had led it (see order.BEFORE)."""
    back_to: Status
    at: datetime


class OrderDelayed(Event, frozen=True, kw_only=True):
    """The promise cannot be kept; `until` is the new day where it is known."""

    number: str
    at: datetime
    by: Literal["manager", "county", "carrier", "system"]
    until: date | None = None


class ParcelWaited(Event, frozen=True, kw_only=True):
    """Goods have waited at their station for so many days; see bot.domain.waiting."""

    number: str
    days: int
    does: Literal["remind", "alert", "return"]
    at: datetime


class PickupRefused(Event, frozen=True, kw_only=True):
    """A wrong pick-up code was given at a station."""

    station: str
    code: str
    at: datetime
