"""Several who give back and several who push at the same time: no more goes back than was paid, and nothing is paid twice."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.domain.events import OrderPaid, OrderPlaced
from bot.domain.payment import TooMuch, going_back_fen, paid_fen
from bot.storage.money import payments
from bot.storage.record import record
from bot.storage.trade import orders
from tests.storage.made import NOON, an_order


async def test_at_once_no_more_goes_back_than_was_paid(database, seal):
    order = an_order()
    await database.run(lambda conn: record(conn, [OrderPlaced(order=order)], seal=seal, at=NOON))
    paid = OrderPaid(number=order.number, trade="t1", amount_fen=order.total_fen, at=NOON, platform_id="4200")
    pushes = [database.run(lambda conn: record(conn, [paid], seal=seal, at=NOON)) for _ in range(4)]
    await asyncio.gather(*pushes)
    told = await database.run(lambda conn: orders.find(conn, seal, order.number))
    assert told.is_paid
    assert told.paid_fen == order.total_fen

    def give_back(conn) -> None:
        orders.hold(conn, order.number)
        payments.give_back(conn, order.number, order.total_fen // 2, datetime.now(UTC))

    done = await asyncio.gather(*[database.run(give_back) for _ in range(6)], return_exceptions=True)
    assert [type(one) for one in done if one is not None] == [TooMuch] * 4
    entries = await database.run(lambda conn: payments.of_order(conn, order.number))
    assert paid_fen(entries) == going_back_fen(entries) == order.total_fen
    told = await database.run(lambda conn: orders.find(conn, seal, order.number))
    assert (told.paid_fen, told.due_fen) == (0, order.total_fen)
