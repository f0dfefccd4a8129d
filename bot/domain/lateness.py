"""When a villager hears that goods come later than was said: a changed day is news, the same day is not, and there is never
more than one such message a day. What changes again on a day it was told is told the next morning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from bot.domain.order import Order

LATE = "late"
"""Type of the order event that says so."""
MORNING = time(8)
MOST_MOVED = 3
"""So often a new day is named for one order; after that no day is believed any more."""


def is_news(order: Order, until: date | None, at: datetime) -> bool:
    """Whether `order`, as it was before, being late `until` that day (None: nobody knows) is anything to tell of; `at` is in
    the service's zone."""
    if until is None:
        return at.date() not in _days(order, at.tzinfo)
    return order.promised_first is None or until != order.promised_by


def told_from(order: Order, at: datetime) -> datetime | None:
    """When the newest news of `order`, which it has heard of already, may go; None: now. News that replaces what waits for
    the morning waits no longer than that."""
    last: date | None = None
    for day in _days(order, at.tzinfo):
        last = day if last is None or day > last else last + timedelta(days=day == last)
    return datetime.combine(last, MORNING, at.tzinfo) if last is not None and last > at.date() else None


def moved_by_itself(order: Order) -> int:
    """How often cunkou itself said that it comes later."""
    return sum(event.type == LATE and event.by == "system" for event in order.events)


def letter_key(order: Order, day: date) -> str:
    """Key of the newest news, which is that it comes on `day`."""
    nth = sum(event.type == LATE for event in order.events)
    return f"{order.number}:late:{day}" + (f":{nth}" if nth > 1 else "")


def _days(order: Order, zone: tzinfo | None) -> Iterator[date]:
    return (event.at.astimezone(zone).date() for event in order.events if event.type == LATE)
