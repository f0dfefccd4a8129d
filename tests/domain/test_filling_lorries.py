"""What fills the lorry."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.loads import MOST_ITEMS, Waiting, fill, weight_of
from bot.domain.order import OrderLine

weights = st.decimals(Decimal("0.001"), Decimal(400), places=3)


def waiting(number: int, kg, day: int = 26, hour: int = 8) -> Waiting:
    return Waiting(
        number=f"{number:04d}",
        slip=number,
        promised_by=date(2026, 11, day),
        placed_at=datetime(2026, 11, 20, hour, tzinfo=UTC),
        weight_kg=Decimal(kg),
    )


orders = st.lists(st.tuples(weights, st.integers(20, 30), st.integers(0, 23)), max_size=30).map(
    lambda drawn: [waiting(n, *one) for n, one in enumerate(drawn)]
)


@given(orders, weights)
def test_a_lorry_is_never_overloaded_and_nothing_is_left_that_would_still_fit(some, capacity):
    filled = fill(some, capacity)
    assert filled.weight_kg <= capacity
    assert {*filled.taken, *filled.left} == set(some)
    assert len(filled.taken) + len(filled.left) == len(some)
    room = capacity - filled.weight_kg
    assert all(one.weight_kg > room for one in filled.left)


@given(orders)
def test_what_was_promised_first_goes_first(some):
    filled = fill(some, Decimal(1_000_000))
    days = [(one.promised_by, one.placed_at) for one in filled.taken]
    assert days == sorted(days)
    assert filled.left == ()


def test_a_fridge_that_does_not_fit_lets_the_salt_go():
    filled = fill([waiting(1, 60), waiting(2, 50), waiting(3, 1)], Decimal(100))
    assert [one.slip for one in filled.taken] == [1, 3]


def test_a_run_has_so_many_stops_for_the_hands_that_unload_it():
    assert len(fill([waiting(n, "0.1") for n in range(300)], Decimal(800)).taken) == MOST_ITEMS


def test_what_the_catalogue_does_not_weigh_weighs_the_usual():
    line = OrderLine(sku="A", name="盐", unit="袋", quantity=Decimal("2.5"), price_fen=100)
    assert weight_of([(line, Decimal("0.4")), (line, None)]) == Decimal("3.5")
