"""Times and weekdays as county offices write them."""

from __future__ import annotations

from datetime import time

import pytest

from bot.domain.timetable import clock, opening_hours, weekdays


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("一三五", (1, 3, 5)),
        ("1,3,5", (1, 3, 5)),
        ("135", (1, 3, 5)),
        ("周五、周一", (1, 5)),
        ("每周二 四 日", (2, 4, 7)),
        ("星期天", (7,)),
        ("每天", ()),
        ("1234567", ()),
    ],
)
def test_weekdays_are_read_as_offices_write_them(text, days):
    assert weekdays(text) == days


@pytest.mark.parametrize("text", ["0,1", "8", "逢三", "周末", "周", ","])
def test_what_names_no_weekday_is_refused_with_a_way_to_write_it(text):
    with pytest.raises(ValueError, match="一三五 or 1,3,5"):
        weekdays(text)


@pytest.mark.parametrize("text", ["08:00-20:00", "8:00 - 20:00", "8:00~20:00", "8:00至20:00", "08:00—20:00"])
def test_opening_hours_come_into_one_spelling(text):
    assert opening_hours(text) == "08:00-20:00"


@pytest.mark.parametrize("text", ["20:00-08:00", "8-20", "早8点", "08:00-08:00", "08:00"])
def test_hours_that_cannot_be_are_refused(text):
    with pytest.raises(ValueError, match=r"write (it|them|the hours) like"):
        opening_hours(text)


def test_a_clock_has_hours_and_minutes():
    assert clock("9:30") == time(9, 30)
    with pytest.raises(ValueError, match="16:00"):
        clock("25:00")
