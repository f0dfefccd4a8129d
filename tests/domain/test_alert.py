"""When an alert has waited long enough for the county to hear of it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.alert import overdue_before

ZONE = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("level", "raised", "now", "passed_on"),
    [
        ("urgent", at(25, 12), at(25, 12, 29), False),
        ("urgent", at(25, 12), at(25, 12, 30), True),
        ("urgent", at(25, 20, 50), at(25, 21, 20), False),
        ("urgent", at(25, 20, 50), at(26, 8), False),
        ("urgent", at(25, 20, 50), at(26, 8, 30), True),
        ("urgent", at(26, 3), at(26, 8, 29), False),
        ("urgent", at(26, 3), at(26, 8, 30), True),
        ("warning", at(25, 12), at(25, 20, 59), False),
        ("warning", at(25, 12), at(26, 7, 59), False),
        ("warning", at(25, 12), at(26, 8), True),
        ("warning", at(25, 23), at(26, 8), False),
        ("warning", at(25, 23), at(27, 8), True),
        ("warning", at(25, 12), at(26, 22), False),
    ],
)
def test_an_alert_is_passed_on_when_people_had_time_to_react(level, raised, now, passed_on):
    before = overdue_before(level, now)
    assert (before is not None and raised <= before) == passed_on
