"""The day goods are at the station: ordered before the station's cutoff, the next day; else the day after it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.domain.people import Station

INSTALL_DAYS = 5
"""How many days are offered for an installation; any later day may be said."""
FARTHEST = timedelta(days=60)


def earliest_day(at: datetime, station: Station) -> date:
    """`at` is the message's own time in the service's time zone."""
    return at.date() + timedelta(days=1 if at.time() < station.cutoff else 2)


def promised_day(at: datetime, station: Station, wished: date | None) -> date:
    """The wished day where it can be kept, else the earliest."""
    earliest = earliest_day(at, station)
    return max(earliest, wished) if wished else earliest


def installation_days(at: datetime, station: Station) -> tuple[date, ...]:
    """Days a fitter can come: from the day the appliance is there."""
    first = earliest_day(at, station)
    return tuple(first + timedelta(days=n) for n in range(INSTALL_DAYS))


def within_reach(day: date, at: datetime) -> bool:
    """Whether a day is one that can be agreed on now."""
    return at.date() <= day <= at.date() + FARTHEST
