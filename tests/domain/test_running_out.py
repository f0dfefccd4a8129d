"""What runs out is foreseen from own, even purchases; anything else is left alone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.running_out import Purchase, running_out, runs_out

FIRST = date(2026, 8, 1)


def bought(*days: int, quantities=(), sku: str = "FEED") -> list[Purchase]:
    return [
        Purchase(
            sku=sku, name="猪饲料", unit="袋", quantity=Decimal(quantities[n] if quantities else 1),
            day=FIRST + timedelta(days=day), number=f"{sku}{day}",
        )
        for n, day in enumerate(days)
    ]  # fmt: skip  # a table, a row a line


@pytest.mark.parametrize(
    ("days", "quantities", "after"),
    [
        ((0, 30, 60), (), 90),
        ((0, 30, 60), (1, 1, 2), 120),
        ((0, 20, 60), (1, 2, 1), 80),
        ((0, 30), (), None),
        ((0, 0, 30), (), None),
        ((0, 10, 100), (), None),
        ((0, 3, 6), (), None),
        ((0, 200, 400), (), None),
    ],
)
def test_when_an_article_runs_out(days, quantities, after):
    end = runs_out(bought(*days, quantities=quantities))
    assert end == (None if after is None else FIRST + timedelta(days=after))


@pytest.mark.parametrize(("day", "told"), [(86, False), (87, True), (104, True), (105, False)])
def test_it_is_told_about_then_and_not_long_after(day, told):
    assert bool(running_out(bought(0, 30, 60), FIRST + timedelta(days=day))) is told


@given(st.lists(st.integers(0, 400), max_size=8), st.lists(st.integers(1, 9), min_size=8, max_size=8))
def test_it_never_runs_out_before_it_was_bought(days, quantities):
    end = runs_out(bought(*days, quantities=quantities))
    assert end is None or end > FIRST + timedelta(days=max(days))
