"""Parcels and the lorries that bring them."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.events.base import Event
from bot.domain.order import OrderLine, Status


class ParcelMoved(Event, frozen=True, kw_only=True):
    """A parcel is farther on its way. Where it brought only a part of its order to the station, the villager hears of it."""

    number: str
    """Of the order."""
    carrier: str
    tracking_number: str
    to: Status
    at: datetime
    here: tuple[OrderLine, ...] = ()
    """What has arrived by now, where not all has."""
    missing: tuple[OrderLine, ...] = ()
    until: date | None = None
    """When the rest is expected."""
