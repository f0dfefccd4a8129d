"""What kind of day a day is: weekend, public holiday, the lorries' rest at Spring Festival. Data: config/calendar."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Literal, get_args

from lunardate import LunarDate

from config.data import read_yaml

DayKind = Literal["spring_festival", "holiday", "weekend"]
DAY_KINDS: tuple[DayKind, ...] = get_args(DayKind)
"""The most telling first: a day of Spring Festival is a holiday too."""
_DATA = read_yaml("calendar/holidays.yaml")
_FRIDAY = 5


def day_kinds(day: date) -> frozenset[DayKind]:
    """All that `day` is; empty for an ordinary working day."""
    told: dict[DayKind, bool] = {
        "spring_festival": day in _spring_festival(day.year),
        "holiday": day in _holidays(day.year),
        "weekend": day.isoweekday() > _FRIDAY and day not in _worked(day.year),
    }
    return frozenset(kind for kind, is_so in told.items() if is_so)


def published(year: int) -> bool:
    """Whether the State Council's notice for `year` stands in the data, or only the days the regulation gives."""
    return bool(_DATA["years"].get(year, {}).get("published"))


@cache
def _spring_festival(year: int) -> frozenset[date]:
    first = LunarDate(year, 1, 1).to_solar_date()
    rest: dict[str, int] = _DATA["spring_festival"]
    return _from_to(first - timedelta(days=rest["days_before"]), first + timedelta(days=rest["days_after"]))


@cache
def _holidays(year: int) -> frozenset[date]:
    spans = _DATA["years"].get(year, {}).get("holidays", ())
    return frozenset().union(*(_from_to(first, last) for _, first, last in spans))


@cache
def _worked(year: int) -> frozenset[date]:
    return frozenset(_DATA["years"].get(year, {}).get("worked", ()))


def _from_to(first: date, last: date) -> frozenset[date]:
    return frozenset(first + timedelta(days=n) for n in range((last - first).days + 1))
