"""Times of day and weekdays as people write them into files."""

from __future__ import annotations

import re
from datetime import time

from catalog.cells import shorten

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?", re.ASCII)
_HOURS = re.compile(r"\s*(\S+?)\s*[-~–—至到]\s*(\S+)\s*")
_BEFORE_A_DAY = re.compile(r"(?:每周|逢周|周|星期|礼拜)")
_BETWEEN = re.compile(r"[\s,，、;；/.和]+")
_DAYS = dict(zip("一二三四五六日", range(1, 8), strict=True)) | {"天": 7} | {str(n): n for n in range(1, 8)}
_EVERY_DAY = frozenset({"每天", "天天", "daily"})


def clock(text: str) -> time:
    """9:30 or 16:00:00. Raises ValueError, whose text says how to write it."""
    said = _CLOCK.fullmatch(text)
    if said is None:
        raise ValueError(f"'{shorten(text)}' is no time of day; write it like 16:00")
    return time(int(said[1]), int(said[2]))


def opening_hours(text: str) -> str:
    """08:00-20:00 in one spelling. Raises ValueError."""
    said = _HOURS.fullmatch(text)
    if said is None:
        raise ValueError(f"'{shorten(text)}' are no opening hours; write them like 08:00-20:00")
    opens, closes = clock(said[1]), clock(said[2])
    if opens >= closes:
        raise ValueError(f"'{shorten(text)}' closes before it opens; write the hours like 08:00-20:00")
    return f"{opens:%H:%M}-{closes:%H:%M}"


def weekdays(text: str) -> tuple[int, ...]:
    """一三五, 1,3,5 or 周一、周四 as ISO weekdays in order; every day is (). Raises ValueError."""
    if text in _EVERY_DAY:
        return ()
    days = {_DAYS.get(day, 0) for day in _BETWEEN.sub("", _BEFORE_A_DAY.sub("", text))}
    if not days or 0 in days:
        raise ValueError(f"'{shorten(text)}' are no weekdays; write them like 一三五 or 1,3,5")
    return () if len(days) == len(set(_DAYS.values())) else tuple(sorted(days))
