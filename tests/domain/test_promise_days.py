"""The day that is promised: lorries, holidays, the city's warehouse, and what is foreseen while goods travel."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import day_kinds, published
from bot.domain.legs import LEGS, legs_from
from bot.domain.order import Status
from bot.domain.people import Station
from bot.domain.promise import earliest, expected, farthest, promised

ZONE = ZoneInfo("Asia/Shanghai")
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 1)).map(lambda at: at.replace(tzinfo=ZONE))  # noqa: DTZ001 - the zone is put in
stations = st.builds(
    Station,
    code=st.just("Q1"),
    name=st.just("杨柳站"),
    cutoff=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    lorry_days=st.sets(st.integers(1, 7), max_size=6).map(lambda days: tuple(sorted(days))),
)
places = st.sampled_from(["shelf", "county", "city"])
HOME = Station(code="Q1", name="杨柳站", cutoff=time(16, 0))
TWICE_A_WEEK = Station(code="Q1", name="杨柳站", cutoff=time(16, 0), lorry_days=(2, 5))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=20)), stations, places)
def test_who_orders_later_never_gets_it_sooner(when, later, station, place):
    assert earliest(when, station, place).day <= earliest(when + later, station, place).day


@given(moments, stations, st.sampled_from(["county", "city"]))
def test_it_is_never_before_the_cutoff_allows_and_never_on_a_day_without_a_lorry(when, station, place):
    promise = earliest(when, station, place)
    leg = legs_from(place, station)[-1]
    assert promise.day >= when.date() + timedelta(days=2 if when.time() >= station.cutoff else 1)
    assert leg.missed_because(promise.day) == ""
    assert (promise.why == "") == (promise.day == when.date() + timedelta(days=1 + (when.time() >= station.cutoff)))


@given(moments, stations)
def test_one_leg_more_never_comes_sooner(when, station):
    days = [earliest(when, station, place).day for place in ("shelf", "county", "city")]
    assert days == sorted(days)
    assert earliest(when, station, "city").day >= when.date() + timedelta(days=2)


@given(moments, stations, places, st.dates(date(2026, 1, 1), date(2029, 1, 1)) | st.none())
def test_a_wish_is_kept_where_it_can_be_and_never_brings_goods_sooner(when, station, place, wished):
    first = earliest(when, station, place).day
    assert promised(when, station, wished, place).day == max(first, wished or first)


@given(moments, stations, places)
def test_what_is_farther_on_its_way_is_not_expected_later(when, station, place):
    way = (Status.PLACED, Status.PACKED, Status.AT_COUNTY)
    days = [expected(status, place, when, station).day for status in way]
    assert days == sorted(days, reverse=True)
    assert days[-1] >= when.date()


@given(moments, stations, st.sampled_from(["county", "city"]), st.sampled_from([Status.PLACED, Status.AT_COUNTY]))
def test_a_fresh_promise_is_expected_to_be_kept(when, station, place, status):
    """What was promised a moment ago is not at risk already."""
    assert expected(status, place, when, station).day <= earliest(when, station, place).day or (
        station.cutoff > LEGS["city_to_county"].boards_until and place == "city"
    )


@pytest.mark.parametrize(
    ("ordered", "station", "place", "day", "why"),
    [
        ("2026-11-25 10:00", HOME, "county", date(2026, 11, 26), ""),
        ("2026-11-25 16:00", HOME, "county", date(2026, 11, 27), ""),
        ("2026-11-25 10:00", HOME, "shelf", date(2026, 11, 25), ""),
        ("2026-11-25 21:00", HOME, "shelf", date(2026, 11, 26), ""),
        ("2026-11-25 10:00", HOME, "city", date(2026, 11, 27), "from_city"),
        ("2026-11-27 10:00", HOME, "city", date(2026, 12, 1), "weekend"),
        ("2026-11-25 10:00", TWICE_A_WEEK, "county", date(2026, 11, 27), "no_lorry"),
        ("2026-11-27 10:00", TWICE_A_WEEK, "county", date(2026, 12, 1), "no_lorry"),
        ("2026-10-01 10:00", HOME, "county", date(2026, 10, 2), ""),
        ("2026-10-01 10:00", HOME, "city", date(2026, 10, 9), "holiday"),
        ("2026-10-09 10:00", HOME, "city", date(2026, 10, 11), "from_city"),
        ("2027-02-03 10:00", HOME, "county", date(2027, 2, 4), ""),
        ("2027-02-04 10:00", HOME, "county", date(2027, 2, 9), "spring_festival"),
        ("2027-02-07 10:00", HOME, "county", date(2027, 2, 9), "spring_festival"),
        ("2027-02-08 10:00", HOME, "county", date(2027, 2, 9), ""),
        ("2028-01-24 10:00", HOME, "county", date(2028, 1, 29), "spring_festival"),
    ],
)
def test_days_and_their_reasons(ordered, station, place, day, why):
    promise = earliest(at(ordered), station, place)
    assert (promise.day, promise.why) == (day, why)


@pytest.mark.parametrize(
    ("status", "place", "now", "day"),
    [
        (Status.PLACED, "county", "2026-11-25 07:59", date(2026, 11, 25)),
        (Status.PLACED, "county", "2026-11-25 08:00", date(2026, 11, 26)),
        (Status.AT_COUNTY, "city", "2026-11-25 07:00", date(2026, 11, 25)),
        (Status.PACKED, "city", "2026-11-25 07:00", date(2026, 11, 27)),
        (Status.PACKED, "city", "2026-11-25 20:00", date(2026, 11, 28)),
        (Status.IN_TRANSIT, "county", "2026-11-25 18:29", date(2026, 11, 25)),
        (Status.IN_TRANSIT, "county", "2026-11-25 18:30", date(2026, 11, 26)),
        (Status.AT_COUNTY, "county", "2027-02-04 09:00", date(2027, 2, 9)),
    ],
)
def test_what_misses_its_lorry_waits_for_the_next(status, place, now, day):
    assert expected(status, place, at(now), HOME).day == day


def test_an_order_waits_for_what_comes_from_farthest():
    assert farthest(["county", "city", "shelf"]) == "city"
    assert farthest([]) == "county"


def test_days_are_told_apart_and_what_is_not_published_is_said_to_be_unknown():
    assert day_kinds(date(2026, 2, 16)) == {"spring_festival", "holiday"}
    assert day_kinds(date(2026, 2, 14)) == frozenset()
    assert day_kinds(date(2026, 11, 28)) == {"weekend"}
    assert [published(year) for year in (2026, 2027, 2028, 2029)] == [True, False, False, False]
