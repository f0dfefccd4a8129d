"""The legs of the way from where goods stand to a station, and on which days their lorries run. Data: config/network."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Literal

import msgspec

from bot.domain.calendar import DAY_KINDS, DayKind, day_kinds
from bot.domain.people import Station
from config.data import read_yaml

Place = Literal["shelf", "county", "city"]
"""Where goods stand: on the station's own shelf, in the county's store, in the city's warehouse."""
Why = Literal["", "spring_festival", "holiday", "weekend", "no_lorry", "from_city"]
"""Why it is not the day after; '' where it is."""
_LONGEST_PAUSE = 60
"""Days within which every lorry runs again, whatever its timetable says."""


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """One leg; see config/network/legs.yaml for what each field means."""

    nights: int
    runs: frozenset[int]
    rests: frozenset[DayKind]
    boards_until: time
    boards_days_before: int
    arrives_by: time
    given_up_at: time

    def missed_because(self, day: date) -> Why:
        """Why no lorry of this leg arrives on `day`; '' where one does."""
        kinds = day_kinds(day) & self.rests
        if kinds:
            return next(kind for kind in DAY_KINDS if kind in kinds)
        return "" if day.isoweekday() in self.runs else "no_lorry"

    def first_run(self, day: date) -> tuple[date, Why]:
        """The first day from `day` on which a lorry arrives, and why that is not `day` itself."""
        why = self.missed_because(day)
        for ahead in range(_LONGEST_PAUSE):
            then = day + timedelta(days=ahead)
            missed = self.missed_because(then)
            if not missed:
                return then, why
            why = weightier(why, missed)
        return day + timedelta(days=_LONGEST_PAUSE), why

    def boards(self, day: date, now: datetime) -> bool:
        """Whether goods that are ready at `now` still get onto the lorry that arrives on `day`."""
        last = datetime.combine(day - timedelta(days=self.boards_days_before), self.boards_until, now.tzinfo)
        return now < last


_WEIGHT: tuple[Why, ...] = ("spring_festival", "holiday", "no_lorry", "weekend", "from_city", "")


def weightier(one: Why, other: Why) -> Why:
    """Of two reasons the one that is said."""
    return min(one, other, key=_WEIGHT.index)


def legs_from(place: Place, station: Station) -> tuple[Leg, ...]:
    """What lies between goods at `place` and the station, in order."""
    legs = tuple(LEGS[name] for name in PLACES[place])
    if legs and station.lorry_days:
        legs = (*legs[:-1], msgspec.structs.replace(legs[-1], runs=frozenset(station.lorry_days)))
    return legs


_DATA = read_yaml("network/legs.yaml")
LEGS: dict[str, Leg] = {name: msgspec.convert(leg, Leg) for name, leg in _DATA["legs"].items()}
PLACES: dict[Place, tuple[str, ...]] = {place: tuple(legs) for place, legs in _DATA["places"].items()}
