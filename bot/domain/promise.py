"""The day goods are at the station: ordered before the station's cutoff, the next day on which a lorry comes.

Goods from the city's warehouse have one leg more, goods on the station's own shelf none. The legs' timetables are data
(config/network/legs.yaml), and so are the holidays (config/calendar/holidays.yaml).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeVar

import msgspec

from bot.domain.legs import Leg, Place, Why, legs_from, weightier
from bot.domain.order import Status
from bot.domain.people import Station

FARTHEST, FARTHEST_FITTING = timedelta(days=60), timedelta(days=120)
"""How far ahead a day can be agreed on; a fitter for the new house is wished for early."""
_FARNESS: tuple[Place, ...] = ("shelf", "county", "city")
AnyPlace = TypeVar("AnyPlace", bound=Place)


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """A day, and why it is not simply the next one."""

    day: date
    why: Why = ""
    place: Place = "county"


def farthest(places: Iterable[AnyPlace]) -> AnyPlace | Literal["county"]:
    """Where the goods stand that an order waits for; the county's store where there are none."""
    return max(places, key=_FARNESS.index, default="county")


def earliest(at: datetime, station: Station, place: Place = "county") -> Promise:
    """The first day it can be; `at` is the message's own time in the service's time zone. Later orders never come sooner."""
    if place == "shelf":
        return Promise(day=at.date() + timedelta(days=at.time() >= _closes(station)), place=place)
    day, why = at.date() + timedelta(days=at.time() >= station.cutoff), _no_reason(place)
    for leg in legs_from(place, station):
        day, missed = leg.first_run(day + timedelta(days=leg.nights))
        why = weightier(why, missed)
    return Promise(day=day, why=why, place=place)


def _no_reason(place: Place) -> Why:
    return "from_city" if place == "city" else ""


def earliest_day(at: datetime, station: Station, place: Place = "county") -> date:
    return earliest(at, station, place).day


def promised(at: datetime, station: Station, wished: date | None, place: Place = "county") -> Promise:
    """The wished day where it can be kept, else the earliest. On a wished day without a lorry the goods are there before."""
    first = earliest(at, station, place)
    return first if wished is None or wished <= first.day else Promise(day=wished, place=place)


def promised_day(at: datetime, station: Station, wished: date | None, place: Place = "county") -> date:
    return promised(at, station, wished, place).day


def last_day(at: datetime, *, fitted: bool = False) -> date:
    """The farthest day that can be agreed on now; `fitted`: for a fitter's visit."""
    return at.date() + (FARTHEST_FITTING if fitted else FARTHEST)


def within_reach(day: date, at: datetime, *, fitted: bool = False) -> bool:
    """Whether a day is one that can be agreed on now."""
    return at.date() <= day <= last_day(at, fitted=fitted)


def expected(status: Status, place: Place, now: datetime, station: Station) -> Promise:
    """When goods that are so far will be at the station, as things stand at `now`: what misses a lorry waits for the next."""
    legs = legs_from(place, station)
    if not legs or status not in _LEGS_LEFT:
        return Promise(day=now.date(), place=place)
    if status is Status.IN_TRANSIT:
        return _on_the_lorry(legs[-1], now, place)
    why: Why = ""
    left = legs if _LEGS_LEFT[status] == "all" else legs[-1:]
    day, missed = _next_boarded(left[0], now)
    for leg in left[1:]:
        why = weightier(why, missed)
        day, missed = leg.first_run(day + timedelta(days=leg.nights))
    return Promise(day=day, why=weightier(why, missed), place=place)


def _on_the_lorry(leg: Leg, now: datetime, place: Place) -> Promise:
    if now.time() < leg.given_up_at:
        return Promise(day=now.date(), place=place)
    day, why = leg.first_run(now.date() + timedelta(days=1))
    return Promise(day=day, why=why, place=place)


def _next_boarded(leg: Leg, now: datetime) -> tuple[date, Why]:
    day, why = leg.first_run(now.date())
    while not leg.boards(day, now):
        day, why = leg.first_run(day + timedelta(days=1))
    return day, why


_LEGS_LEFT = {
    Status.PLACED: "all",
    Status.PACKED: "all",
    Status.AT_COUNTY: "last",
    Status.IN_TRANSIT: "none",
}


def _closes(station: Station) -> time:
    """After this nobody fetches anything from the shelf today."""
    return time.fromisoformat(station.hours.partition("-")[2]) if station.hours else time(20, 0)
