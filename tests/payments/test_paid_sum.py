"""What an order says is paid is what the ledger says, whatever comes and goes, and in whatever order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from bot.domain.events import OrderPaid, OrderPlaced, RefundSettled
from bot.domain.payment import ALLOWANCE, BACK, TooMuch, allowance_fen, kept_fen
from bot.storage.money import payments
from bot.storage.privacy.seal import Seal
from bot.storage.record import record
from bot.storage.schema import metadata
from bot.storage.trade import orders
from tests.storage.made import NOON, NOW, an_order

SEAL = Seal("a secret of thirty-two characters!")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("paid"), st.integers(0, 3)),
        st.tuples(st.sampled_from(["back", "allowed"]), st.integers(1, 2500)),
        st.tuples(st.sampled_from(["done", "failed"]), st.integers(0, 5)),
    ),
    max_size=12,
)


def step(conn, number: str, total: int, what: str, which: int) -> None:
    asked = [entry for entry in payments.of_order(conn, number) if entry.kind == "refund_asked"]
    if what == "paid":
        event = OrderPaid(number=number, trade=f"{number}t{which}", amount_fen=total, at=NOON, platform_id="4")
        record(conn, [event], seal=SEAL, at=NOON, now=NOW)
    elif what in ("back", "allowed"):
        try:
            payments.give_back(conn, number, which, NOW, sort=BACK if what == "back" else ALLOWANCE)
        except TooMuch:
            assert kept_fen(payments.of_order(conn, number)) < which
    elif asked:
        refund = asked[which % len(asked)].refund
        at = NOON + timedelta(minutes=which)
        event = RefundSettled(number=number, refund=refund, amount_fen=1, done=what == "done", at=at)
        record(conn, [event], seal=SEAL, at=NOON, now=NOW)


@pytest.fixture(scope="module")
def engine():
    made = create_engine("sqlite://")
    metadata.create_all(made)
    yield made
    made.dispose()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_the_sum_of_an_order_is_that_of_its_ledger(engine, steps):
    with engine.begin() as conn:
        order = an_order()
        record(conn, [OrderPlaced(order=order)], seal=SEAL, at=NOON, now=NOW)
        for what, which in steps:
            step(conn, order.number, order.total_fen, what, which)
            ledger = payments.of_order(conn, order.number)
            kept, allowed = kept_fen(ledger), sum(map(allowance_fen, ledger))
            now = orders.find(conn, SEAL, order.number)
            assert now is not None
            assert (now.paid_fen, now.allowed_fen) == (kept, allowed)
            assert kept >= 0 <= allowed
            assert 0 <= now.due_fen <= now.total_fen
            assert now.is_paid == (now.due_fen == 0) == (kept + allowed >= now.total_fen)
