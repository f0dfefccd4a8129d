"""Money and weights of villagers' goods add up, whatever the amounts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.listing import RULES, STATUSES, Listing, Sale, bring_by, may_become, most_brought, share_out
from bot.domain.settlement import Sums, of_sale, sums_of, total

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
weights = st.decimals(min_value="0.001", max_value="100000", places=3)
prices = st.integers(1, 10_000_000)
units = st.sampled_from([*RULES.freight_fen, "头", "坛"])


def sale(sums: Sums, key: str = "s1") -> Sale:
    return Sale(
        key=key,
        listing="l1",
        quantity=Decimal(1),
        unit="斤",
        price_fen=1,
        bring_by=date(2026, 11, 26),
        created_at=NOW,
        amount_fen=sums.amount_fen,
        freight_fen=sums.freight_fen,
        commission_fen=sums.commission_fen,
    )


@given(weight=weights, unit=units, price=prices)
def test_a_hand_over_never_costs_the_seller_more_than_it_brings(weight, unit, price):
    sums = sums_of(weight, unit, price)
    assert min(sums.amount_fen, sums.freight_fen, sums.commission_fen, sums.net_fen) >= 0
    assert sums.net_fen + sums.freight_fen + sums.commission_fen == sums.amount_fen


@given(st.lists(st.tuples(weights, units, prices), max_size=20), st.integers(0, 20))
def test_what_is_paid_and_what_is_owed_are_the_whole(rows, paid):
    sales = [sale(sums_of(*row)) for row in rows]
    whole, first, rest = total(sales), total(sales[:paid]), total(sales[paid:])
    assert first + rest == whole
    assert whole.net_fen == sum(of_sale(one).net_fen for one in sales)


@given(st.lists(weights, min_size=1, max_size=8), st.decimals(min_value="0.001", max_value="2", places=3))
def test_what_was_brought_is_shared_out_to_the_gram(ordered, part):
    weight = sum(ordered) * part
    if weight > most_brought(sum(ordered)):
        with pytest.raises(ValueError, match="cannot be shared"):
            share_out(weight, ordered)
        return
    shares = share_out(weight, ordered)
    assert sum(shares) == weight
    assert all(share > 0 for share in shares)
    assert all(share == wanted for share, wanted in zip(shares[:-1], ordered, strict=False))


def test_known_figures_come_out():
    assert sums_of(Decimal(52), "斤", 200) == Sums(amount_fen=10400, freight_fen=260, commission_fen=312)
    assert sums_of(Decimal("0.001"), "斤", 100) == Sums()


def test_nothing_comes_back_from_the_dead():
    assert not any(may_become("expired", to) or may_become("refused", to) for to in STATUSES)
    assert not any(may_become(was, "draft") for was in STATUSES)


def test_goods_are_brought_when_they_are_ready():
    apples = Listing(key="l1", seller="p1", station="QS001", goods="苹果", created_at=NOW)
    assert bring_by(NOW.date(), apples) == date(2026, 11, 26)
    ripe = Listing(key="l1", seller="p1", station="QS001", goods="苹果", created_at=NOW, ready_on=date(2026, 12, 2))
    assert bring_by(NOW.date(), ripe) == date(2026, 12, 2)
