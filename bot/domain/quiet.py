"""The night, in which nothing is offered to anybody."""

from __future__ import annotations

from datetime import datetime, time

QUIET_FROM, QUIET_UNTIL = time(21, 0), time(8, 0)


def is_quiet(at: datetime) -> bool:
    """`at` in the villages' time."""
    return not QUIET_UNTIL <= at.time() < QUIET_FROM
