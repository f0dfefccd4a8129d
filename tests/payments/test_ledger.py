"""Money by property: refunds never exceed payments, whatever is asked for; bills are held against the ledger."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.payment import (
    ALLOWANCE,
    BillRow,
    Entry,
    TooMuch,
    allowance_fen,
    differences,
    going_back_fen,
    kept_fen,
    paid_fen,
    refunds,
)
from bot.payments.bill import BadBill, read_bill

AT = datetime(2026, 11, 25, tzinfo=UTC)


def paid(trade: str, fen: int) -> Entry:
    return Entry(kind="paid", number="1", trade=trade, amount_fen=fen, at=AT)


@given(
    st.lists(st.integers(1, 5000), max_size=4),
    st.lists(st.tuples(st.integers(1, 6000), st.booleans()), max_size=8),
)
def test_refunds_never_exceed_payments(payments, wishes):
    ledger = [paid(f"t{n}", fen) for n, fen in enumerate(payments)]
    for wish, fails in wishes:
        before = kept_fen(ledger)
        try:
            given_back = refunds(ledger, wish, AT)
        except TooMuch:
            assert wish > before
            continue
        assert sum(one.amount_fen for one in given_back) == wish
        ledger += given_back
        if fails:
            ledger += [
                Entry(
                    kind="refund_failed",
                    number="1",
                    trade=one.trade,
                    refund=one.refund,
                    amount_fen=one.amount_fen,
                    at=AT,
                )
                for one in given_back
            ]
        for trade in {one.trade for one in ledger}:
            of_trade = [one for one in ledger if one.trade == trade]
            assert 0 <= going_back_fen(of_trade) <= paid_fen(of_trade)
        assert len({one.key for one in ledger}) == len(ledger)


@pytest.mark.parametrize("fen", [0, -1])
def test_a_refund_gives_something_back(fen):
    with pytest.raises(ValueError, match="something"):
        refunds([paid("t", 5)], fen, AT)


def test_what_ledger_and_bill_say_otherwise_is_listed():
    bill = [BillRow(kind="paid", trade="a", amount_fen=100), BillRow(kind="paid", trade="c", amount_fen=7)]
    found = differences([paid("a", 100), paid("b", 50)], bill)
    assert [(one.trade, one.ledger_fen, one.bill_fen) for one in found] == [("b", 50, None), ("c", None, 7)]
    assert differences([paid("a", 100)], bill[:1]) == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        "商户订单号,交易状态\n".encode(),
        "商户订单号,交易状态,应结订单金额,商户退款单号\n`a,`SUCCESS,`x,`0".encode(),
    ],
)
def test_what_is_no_bill_is_refused(content):
    with pytest.raises(BadBill):
        read_bill(content)


def test_a_refund_that_came_about_after_it_was_given_up_is_of_that_day():
    asked = Entry(kind="refund_asked", number="1", trade="a", refund="aR1", amount_fen=40, at=AT)
    late = [replace(asked, kind=kind) for kind in ("refund_failed", "refunded_late")]
    assert kept_fen([paid("a", 100), asked, *late]) == 60
    assert differences(late, [BillRow(kind="refunded", trade="a", refund="aR1", amount_fen=40)]) == ()


def test_what_is_given_back_for_good_is_told_from_what_was_not_due():
    (allowed,) = refunds([paid("a", 100)], 40, AT, sort=ALLOWANCE)
    (back,) = refunds([paid("a", 100), allowed], 60, AT)
    assert [(one.refund, allowance_fen(one)) for one in (allowed, back)] == [("aA1", 40), ("aR2", 0)]


def test_a_refund_is_billed_on_the_day_it_is_begun_and_may_come_about_on_the_next():
    asked = Entry(kind="refund_asked", number="1", trade="a", refund="aR1", amount_fen=40, at=AT)
    row, done = BillRow(kind="refunded", trade="a", refund="aR1", amount_fen=40), replace(asked, kind="refunded")
    assert differences([asked], [row], [asked]) == ()
    assert differences([done], []) == ()
    assert [one.bill_fen for one in differences([asked, done], [])] == [None]
    assert [one.ledger_fen for one in differences([asked], [replace(row, amount_fen=41)], [asked])] == [None]
    assert [one.trade for one in differences([], [replace(row, refund="aR2")], [])] == ["a"]
