"""Which payments are the same one."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.payment import Entry
from bot.payments.numbers import VALID, trade_number, valid_until

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE)
LONGEST = 32


def number(*, at=NOON, way="N", fen=498, payer="", over=(), of="261125001") -> str:
    before = [Entry(kind=kind, number=of, trade=trade, amount_fen=fen, at=at) for kind, trade in over]
    return trade_number(of, way, fen, at, payer=payer, before=before)


def test_asked_again_within_its_time_it_is_the_same_payment():
    assert number(at=NOON + timedelta(minutes=59)) == number(over=[("asked", number())])


@pytest.mark.parametrize(
    "other",
    [{"at": NOON + VALID}, {"way": "J"}, {"fen": 499}, {"payer": "oAnna"}, {"of": "261125002"}],
    ids=lambda other: next(iter(other)),
)
def test_another_time_way_sum_payer_or_order_is_another_payment(other):
    assert number(**other) != number()


@pytest.mark.parametrize("kind", ["paid", "closed"])
def test_after_it_is_over_the_next_one_is_another(kind):
    first = number()
    second = number(over=[(kind, first)])
    third = number(over=[(kind, first), (kind, second)])
    assert len({first, second, third}) == 3


def test_a_longer_sum_that_begins_alike_is_none_of_them():
    assert number(fen=0x1F2) == number(fen=0x1F2, over=[("paid", number(fen=0x1F25))])


def test_no_number_is_longer_than_the_platform_takes():
    first = number(of="261125123456", way="J", payer="oAnna", fen=160_000_00)
    assert len(number(of="261125123456", way="J", payer="oAnna", fen=160_000_00, over=[("paid", first)])) <= LONGEST


def test_it_can_be_paid_for_two_hours_at_least_and_four_at_most():
    for minutes in range(0, 240, 7):
        at = NOON + timedelta(minutes=minutes)
        assert VALID < valid_until(at, ZONE) - at <= 2 * VALID
