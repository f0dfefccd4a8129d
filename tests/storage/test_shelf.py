"""A Select station's shelf: never oversold, whoever orders, sells and counts at the same time."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import NOON, a_line, a_station, an_order
from speaking import Speaking
from sqlalchemy import create_engine, select

from bot.domain.events import OrderMoved, OrderPlaced, StockMoved
from bot.domain.order import Status
from bot.storage import schema
from bot.storage.network import stations
from bot.storage.record import record
from bot.storage.schema import stock_moves
from bot.storage.sql.retake import StockShort
from bot.storage.trade import orders, stock
from catalog.product import Product


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


SALT = Product(sku="SOY", name="食盐", unit="袋", price_fen=250, category="调味品/盐")


@pytest.fixture
async def village(database, seal):
    """Villagers of a Select station who talk as they would through a platform: `await village("秀英", "盐两袋")`."""
    station = a_station(kind="select", name="杨柳站")
    await database.run(lambda conn: stations.save(conn, seal, [station], at=NOON))
    return partial(Speaking(database, seal, [SALT], {}).say, at=NOON)


async def test_of_many_who_confirm_at_once_as_many_get_it_as_there_is(village, database, seal, happens, shelf):
    await happens(sold("5", "stock_in"))
    names = [f"人{n}" for n in range(6)]
    for name in names:
        assert "站里现在就有" in await village(name, "食盐两袋")
    answers = await asyncio.gather(*(village(name, "1") for name in names))
    served = [name for name, answer in zip(names, answers, strict=True) if "取货码" in answer]
    assert len(served) == 2
    assert all("跟刚才念的不一样" in answer for answer in answers if "给您留在" not in answer)
    assert await shelf() == (5, 4)
    for name in set(names) - set(served):
        assert "到了告诉您取货码" in await village(name, "1")
    page = await database.run(lambda conn: orders.page(conn, seal, station="YL"))
    assert sorted(order.from_shelf for order in page.rows) == [False] * 4 + [True] * 2


@given(st.lists(st.tuples(st.sampled_from(["fill", "sell", "order", "cancel", "fetch", "mistake"]), st.integers(1, 5))))
@settings(max_examples=40)
def test_whatever_happens_a_shelf_holds_what_is_set_aside(steps):
    engine = create_engine("sqlite://")
    with engine.begin() as conn:
        schema.stock.create(conn)
        schema.stock_moves.create(conn)
        waiting, fetched = [], []
        for what, n in steps:
            quantity = Decimal(n)
            if what == "fill":
                stock.move_shelf(conn, "YL", "SOY", quantity, "stock_in", NOON)
            elif what == "sell":
                with suppress(StockShort):
                    stock.move_shelf(conn, "YL", "SOY", -quantity, "walk_in_sale", NOON)
            elif what == "order":
                waiting += [quantity] * stock.reserve(conn, "SOY", quantity, "YL")
            elif what == "mistake" and fetched:
                waiting.append(fetched.pop())
                stock.put_back(conn, "SOY", waiting[-1], "YL")
            elif waiting:
                done = waiting.pop()
                (stock.release if what == "cancel" else stock.take)(conn, "SOY", done, "YL")
                fetched += [done] * (what == "fetch")
            for row in stock.shelves(conn, station="YL"):
                assert row.reserved == sum(waiting)
                assert row.quantity >= row.reserved >= 0
    engine.dispose()
