"""The farmers' calendar and the festivals: the next date a name or a lunar day falls on."""

from __future__ import annotations

from datetime import date, timedelta

from lunardate import LunarDate

from config.data import read_yaml

_DATA = read_yaml("lexicon/dates.yaml")
_LUNAR: dict[str, list[int]] = _DATA["lunar_festivals"]
_SOLAR: dict[str, list[int]] = _DATA["solar_festivals"]
_TERMS: dict[str, list[float]] = _DATA["solar_terms"]
FESTIVALS = (*_LUNAR, *_SOLAR, *_TERMS)
_MARCH = 3


def next_festival(name: str, today: date) -> date | None:
    """The next day of this festival or solar term, today included; None for a name nobody knows."""
    if name in _LUNAR:
        month, day = _LUNAR[name]
        return next_lunar(month, day, today)
    for year in (today.year, today.year + 1):
        if name in _SOLAR:
            month, day = _SOLAR[name]
            found = date(year, month, day)
        elif name in _TERMS:
            found = _term(name, year)
        else:
            return None
        if found >= today:
            return found
    return None


def _term(name: str, year: int) -> date:
    month, constant = int(_TERMS[name][0]), _TERMS[name][1]
    short = year % 100
    leap_days = (short - 1 if month < _MARCH else short) // 4
    return date(year, month, int(short * 0.2422 + constant) - leap_days)


def next_lunar(month: int, day: int, today: date) -> date | None:
    """The next day `day` of lunar month `month`; the 30th of a short month is its 29th. None where there is no such day."""
    now = _lunar(today)
    for year in (now.year, now.year + 1) if now else ():
        found = _solar(year, month, day)
        if found and found >= today:
            return found
    return None


def next_lunar_day(day: int, today: date) -> date | None:
    """The next day that is the `day` of a lunar month: 初五."""
    days = (today + timedelta(days=ahead) for ahead in range(60))
    return next((one for one in days if (lunar := _lunar(one)) and lunar.day == day), None)


def _lunar(day: date) -> LunarDate | None:
    """The lunar date of a day; None outside the years the tables hold, 1900 to 2099."""
    try:
        return LunarDate.from_solar_date(day.year, day.month, day.day)
    except ValueError:
        return None


def _solar(year: int, month: int, day: int) -> date | None:
    for try_day in (day, day - 1) if day == 30 else (day,):  # noqa: PLR2004  a lunar month has 29 or 30 days
        try:
            found: date = LunarDate(year, month, try_day).to_solar_date()
        except ValueError:
            continue
        return found
    return None
