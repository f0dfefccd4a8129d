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
