"""What villagers ask for, and what they sell."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.events.base import Event


class SearchHeard(Event, frozen=True, kw_only=True):
    """Somebody looked for goods the shop has; whether they order any shows later."""

    person: str
    station: str
    words: str
    """As they were said; '' where they name no article."""
    skus: tuple[str, ...]
    """What was shown to them."""
    sold_out: bool
    """Whether all of it is sold out."""
    at: datetime


class WeekClosed(Event, frozen=True, kw_only=True):
    """A week is over for good: what merchants may learn of it is written."""

    week: date
    """Its Monday."""


class DemandHeard(Event, frozen=True, kw_only=True):
    """Goods asked for that the shop does not carry."""

    person: str
    station: str
    mention: str
    at: datetime
