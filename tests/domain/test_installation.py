"""Half-days of the fitters: what is offered, what is full, what is a day of rest."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.installation import HALVES, Diary, Team, half_of, halves_of
from bot.domain.order import Installation

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 30)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 1))


def visit(day=MONDAY, period=None, time="") -> Installation:
    return Installation(date=day, period=period, time=time)


@pytest.mark.parametrize(
    ("period", "time", "half"),
    [
        ("morning", "", "morning"),
        ("noon", "", "afternoon"),
        ("evening", "", "afternoon"),
        (None, "15:00", "afternoon"),
        (None, "11:30", "morning"),
        ("noon", "11:30", "morning"),
        (None, "", None),
    ],
)
def test_a_part_of_the_day_or_a_clock_time_is_in_one_half(period, time, half):
    assert half_of(visit(period=period, time=time)) == half


def test_any_half_will_do_where_only_the_day_was_said():
    assert halves_of(visit()) == HALVES


@given(
    capacity=st.integers(1, 3),
    weekdays=st.sets(st.integers(1, 7), min_size=1),
    since=DAYS,
    taken=st.dictionaries(st.tuples(st.integers(0, 20), st.sampled_from(HALVES)), st.integers(0, 4)),
)
def test_only_days_with_room_are_offered_and_all_of_them_in_order(capacity, weekdays, since, taken):
    team = Team(half_day_capacity=capacity, weekdays=tuple(sorted(weekdays)))
    visits = {(since + timedelta(days=n), half): count for (n, half), count in taken.items()}
    diary = Diary(team=team, taken=visits)
    offered = diary.first_free(since, 5)
    assert list(offered) == sorted(set(offered))
    assert all(day.isoweekday() in weekdays and diary.free(day) for day in offered)
    assert all(visits.get((day, half), 0) < capacity for day in offered for half in diary.free(day))
    between = (since + timedelta(days=n) for n in range((offered[-1] - since).days + 1)) if offered else ()
    assert all(day in offered or not diary.free(day) for day in between)


def test_nobody_comes_on_days_of_rest():
    diary = Diary()
    assert diary.first_free(date(2027, 2, 4), 2) == (date(2027, 2, 4), date(2027, 2, 9))
    assert not diary.fits(visit(date(2027, 2, 8)))


def test_the_visit_that_is_moved_leaves_its_own_room_free():
    full = Diary(team=Team(half_day_capacity=1), taken={(MONDAY, "morning"): 1})
    agreed = visit(period="morning")
    assert not full.fits(agreed)
    assert full.without(agreed).fits(agreed)
    assert full.without(visit()) == full


def test_a_day_is_full_only_when_both_halves_are():
    diary = Diary(team=Team(half_day_capacity=1), taken={(MONDAY, "morning"): 1})
    assert diary.fits(visit())
    assert diary.free(MONDAY) == ("afternoon",)


def test_the_day_itself_cannot_be_moved_once_the_vans_are_loaded():
    from bot.domain.installation import may_be_moved
    from tests.storage.made import an_order

    order = an_order(installation=visit())
    assert may_be_moved(order, datetime(2026, 11, 30, 7, 59, tzinfo=ZONE))
    assert not may_be_moved(order, datetime(2026, 11, 30, 8, 0, tzinfo=ZONE))
    assert may_be_moved(order, datetime(2026, 11, 29, 22, 0, tzinfo=ZONE))
