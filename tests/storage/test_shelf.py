"""A Select station's shelf: never oversold, whoever orders, sells and counts at the same time."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from made import NOON, a_line, an_order
from sqlalchemy import select

from bot.domain.events import OrderMoved, OrderPlaced, StockMoved
from bot.domain.order import Status
from bot.storage import stock
from bot.storage.record import record
from bot.storage.retake import StockShort
from bot.storage.schema import stock_moves


def of_shelf(quantity="2", **more):
    order = an_order(status=Status.AT_STATION, from_shelf=True, lines=(a_line(quantity=quantity),), **more)
    return OrderPlaced(order=order)


def sold(quantity, reason="walk_in_sale"):
    return StockMoved(station="YL", sku="SOY", quantity=Decimal(quantity), reason=reason, at=NOON)


@pytest.fixture
def happens(database, seal):
    async def happen(*events):
        await database.run(lambda conn: record(conn, events, seal=seal, at=NOON))

    return happen


@pytest.fixture
def shelf(database):
    async def count():
        (row,) = await database.run(lambda conn: stock.shelves(conn, station="YL"))
        return row.quantity, row.reserved

    return count


async def test_orders_and_sales_at_once_never_take_more_than_there_is(happens, shelf):
    await happens(sold("10", "stock_in"))
    orders = [of_shelf("2") for _ in range(8)]
    done = await asyncio.gather(
        *(happens(order) for order in orders), *(happens(sold("-1")) for _ in range(6)), return_exceptions=True
    )
    assert {type(one) for one in done} <= {type(None), StockShort}
    placed = sum(one is None for one in done[:8])
    sales = sum(one is None for one in done[8:])
    quantity, reserved = await shelf()
    assert (quantity, reserved) == (10 - sales, 2 * placed)
    assert quantity >= reserved
    assert 2 * placed + sales >= 9, "what was left could have been sold"


async def test_nobody_reserves_from_a_shelf_nobody_filled(happens):
    with pytest.raises(StockShort):
        await happens(of_shelf())


async def test_taking_it_along_empties_the_shelf_and_counts_as_a_sale(happens, shelf, database):
    await happens(sold("3", "stock_in"))
    placed = of_shelf("2", pickup_code="4821")
    await happens(placed)
    assert await shelf() == (3, 2)
    await happens(OrderMoved(number=placed.order.number, to=Status.COLLECTED, at=NOON, by="manager"))
    assert await shelf() == (1, 0)
    moves = await database.run(
        lambda conn: conn.execute(select(stock_moves.c.reason, stock_moves.c.quantity).order_by("id")).all()
    )
    assert [tuple(move) for move in moves] == [("stock_in", Decimal(3)), ("order", Decimal(-2))]


async def test_cancelling_frees_the_shelf(happens, shelf):
    await happens(sold("3", "stock_in"))
    placed = of_shelf("2")
    await happens(placed)
    await happens(OrderMoved(number=placed.order.number, to=Status.CANCELLED, at=NOON, by="villager"))
    assert await shelf() == (3, 0)


async def test_taking_back_a_stock_in_leaves_what_is_set_aside(happens, shelf):
    await happens(sold("3", "stock_in"))
    await happens(of_shelf("2"))
    await happens(sold("-3", "stock_in"))
    assert await shelf() == (2, 2)
