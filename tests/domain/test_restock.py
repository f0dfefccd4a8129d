"""What a shelf needs, from what it sold."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.restock import RULES, proposals

amounts = st.decimals(0, 500, places=1)


def only(left, sold):
    found = proposals({"S": Decimal(left)}, {"S": Decimal(sold)})
    return [(one.order, one.left) for one in found]


def test_what_sells_fast_is_ordered_before_it_is_gone():
    assert only(4, 28) == [(10, 4)]
    assert only(5, 28) == []


def test_what_sells_slowly_is_ordered_when_next_to_nothing_is_left():
    assert only(2, 1) == [(1, 2)]
    assert only(3, 1) == []


def test_what_was_never_sold_is_not_ordered():
    assert only(0, 0) == []
    assert proposals({"S": Decimal(0)}, {}) == ()


def test_what_was_sold_out_and_has_no_place_any_more_is_ordered_too():
    assert [one.order for one in proposals({}, {"S": Decimal(28)})] == [14]


@given(st.dictionaries(st.sampled_from("abcd"), amounts), st.dictionaries(st.sampled_from("abcd"), amounts))
def test_it_covers_the_days_to_come_in_whole_units(left, sold):
    for one in proposals(left, sold):
        assert one.order >= 1
        assert one.order == one.order.to_integral_value()
        assert one.left + one.order >= one.sold * RULES.cover_days / (RULES.weeks * 7)
