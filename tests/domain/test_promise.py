"""The day that is promised, and the numbers people say aloud."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.domain.cart import MOST_OF_ONE, Basket, add, put
from bot.domain.codes import mobile_in, order_number, phone_code, pickup_code
from bot.domain.people import Station
from bot.domain.promise import earliest_day, last_day, promised_day, within_reach

ZONE = ZoneInfo("Asia/Shanghai")
HOME = Station(code="Q1", name="杨柳站", cutoff=time(16, 0))


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, 31, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("ordered", "day"),
    [(at(0), 1), (at(15, 59), 1), (at(16, 0), 2), (at(23, 59), 2)],
)
def test_before_the_cutoff_it_is_the_next_day(ordered, day):
    assert earliest_day(ordered, HOME) == date(2027, 1, day)


def test_a_wish_is_kept_but_not_before_it_can_be():
    assert promised_day(at(9), HOME, date(2027, 1, 5)) == date(2027, 1, 5)
    assert promised_day(at(9), HOME, date(2026, 12, 31)) == date(2027, 1, 1)
    assert promised_day(at(9), HOME, None) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("day", "fits"), [(date(2026, 12, 30), False), (date(2026, 12, 31), True), (date(2027, 6, 1), False)]
)
def test_only_days_ahead_can_be_agreed_on(day, fits):
    assert within_reach(day, at(9)) is fits


def test_a_fitter_can_be_wished_for_four_months_ahead():
    assert within_reach(date(2027, 4, 30), at(9), fitted=True)
    assert not within_reach(date(2027, 5, 1), at(9), fitted=True)
    assert not within_reach(date(2027, 4, 30), at(9))
    assert last_day(at(9), fitted=True) == date(2027, 4, 30)


def test_order_numbers_can_be_read_over_a_phone_and_grow_with_collisions():
    dice = Random(1)  # noqa: S311 - the same numbers every time
    numbers = [order_number(at(9), dice, attempt) for attempt in range(9)]
    assert [len(number) for number in numbers] == [9, 10, 11, 12, 12, 12, 12, 12, 12]
    assert all(number.startswith("261231") and number.isdigit() for number in numbers)


def test_pickup_codes_have_four_digits_and_avoid_those_taken():
    dice = Random(1)  # noqa: S311 - the same numbers every time
    taken = {str(n) for n in range(1000, 9999)}
    assert pickup_code(dice, taken) == "9999"
    assert len(phone_code(dice)) == 6


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("绑定13812345678", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("008613812345678", "+8613812345678"),
        ("单号138123456789", ""),
        ("12345678901", ""),
    ],
)
def test_a_mobile_number_is_found_in_a_text(text, phone):
    assert mobile_in(text) == phone


def test_a_basket_adds_sets_takes_out_and_is_bounded():
    basket = add(add(Basket(), "A", Decimal(2)), "A", Decimal(2))
    assert basket.quantity_of("A") == 4
    assert put(basket, "A", Decimal(0)).lines == ()
    assert put(basket, "A", Decimal(10**9)).quantity_of("A") == MOST_OF_ONE
    full = Basket()
    for n in range(100):
        full = put(full, str(n), Decimal(1))
    assert len(full.lines) == 40


def test_a_basket_is_stale_a_day_after_its_last_change():
    basket = Basket(lines=put(Basket(), "A", Decimal(1)).lines, touched_at=at(9))
    assert not basket.stale(at(23))
    assert basket.stale(datetime(2027, 1, 1, 9, 1, tzinfo=ZONE))
    assert not Basket(touched_at=at(9)).stale(datetime(2027, 2, 1, tzinfo=ZONE))
