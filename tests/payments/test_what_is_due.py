"""What stays to be paid: nobody pays twice, neither the platform and the counter, nor what was given back for good."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot.domain.cash import Entry as Cash
from bot.domain.cash import reversal
from bot.domain.events import CashEntered, OrderMoved, OrderPaid, OrderPlaced, RefundSettled
from bot.domain.order import Status
from bot.domain.payment import ALLOWANCE, Entry, kept_fen
from bot.storage.money import payments
from bot.storage.record import record
from bot.storage.schema import outbox
from bot.storage.trade import orders
from tests.storage.made import NOON, an_order


@pytest.fixture
async def order(sqlite, seal):
    made = an_order()
    asked = Entry(kind="asked", number=made.number, trade="t1", amount_fen=made.total_fen, at=NOON)

    def work(conn):
        record(conn, [OrderPlaced(order=made)], seal=seal, at=NOON)
        for trade in ("t1", "t2"):
            payments.add(conn, replace(asked, trade=trade))

    await sqlite.run(work)
    return made


@pytest.fixture
def do(sqlite, seal):
    async def do(*events):
        await sqlite.run(lambda conn: record(conn, events, seal=seal, at=NOON))

    return do


@pytest.fixture
def known(sqlite, seal, order):
    async def known():
        """What is owed in all as paid online, what is still due, and what is kept."""

        def work(conn):
            now = orders.find(conn, seal, order.number)
            return payments.owed_fen(conn, now), now.due_fen, kept_fen(payments.of_order(conn, order.number))

        return await sqlite.run(work)

    return known


def paid(order, trade="t1"):
    return OrderPaid(number=order.number, trade=trade, amount_fen=order.total_fen, at=NOON, platform_id="4")


def cash(order, fen):
    entry = Cash(key="c1", station=order.station, kind="taken", amount_fen=fen, number=order.number)
    return CashEntered(entry=entry, by="pmanager", at=NOON)


async def letters(sqlite):
    query = select(outbox.c.notice).order_by(outbox.c.id)
    found = await sqlite.run(lambda conn: list(conn.execute(query).scalars()))
    return [notice for notice in found if "paid" in notice or "back" in notice]


async def test_what_is_given_back_for_good_is_not_asked_for_again(order, do, known, sqlite):
    await do(paid(order))
    await sqlite.run(lambda conn: payments.give_back(conn, order.number, 40, NOON, sort=ALLOWANCE))
    total = order.total_fen
    assert await known() == (total - 40, 0, total - 40)
    await do(paid(order, "t2"))  # the other code was still open
    assert await known() == (total - 40, 0, total - 40)


async def test_what_was_taken_over_the_counter_and_is_then_paid_online_goes_back(order, do, known, sqlite):
    await do(cash(order, order.total_fen))
    assert (await known())[0] == 0
    await do(paid(order))
    assert (await known())[2] == 0
    assert await letters(sqlite) == ["order_paid_too_much"]


async def test_cash_that_was_taken_back_can_be_paid_online(order, do, known):
    taken = cash(order, order.total_fen)
    await do(taken, CashEntered(entry=reversal(taken.entry), by="pmanager", at=NOON))
    await do(paid(order))
    assert await known() == (order.total_fen, 0, order.total_fen)


async def test_who_pays_twice_hears_at_once_that_it_goes_back(order, do, sqlite):
    await do(paid(order), paid(order, "t2"))
    assert await letters(sqlite) == ["order_paid", "order_paid_too_much"]


async def test_what_nobody_fetched_and_is_then_paid_goes_back(order, do, known):
    on = [Status.PACKED, Status.AT_COUNTY, Status.IN_TRANSIT, Status.AT_STATION, Status.RETURNED]
    for to in on:
        await do(OrderMoved(number=order.number, to=to, at=NOON, by="system", pickup_code="1234"))
    await do(paid(order))
    assert (await known())[2] == 0


async def test_a_refund_that_comes_about_after_all_is_not_given_back_twice(order, do, known, sqlite):
    await do(paid(order))
    await sqlite.run(lambda conn: payments.give_back(conn, order.number, 40, NOON, sort=ALLOWANCE))
    settled = RefundSettled(number=order.number, refund="t1A1", amount_fen=40, done=False, at=NOON)
    await do(settled)
    assert await known() == (order.total_fen, 0, order.total_fen)
    for _ in range(2):
        await do(replace(settled, done=True))
    await do(settled)
    assert await known() == (order.total_fen - 40, 0, order.total_fen - 40)
