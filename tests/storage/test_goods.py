"""The catalogue and the stock as stored."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from made import NOON, an_article

from bot.domain.events import StockMoved
from bot.storage.record import record
from bot.storage.trade import products, stock


@pytest.fixture
def run(database):
    return lambda function, *given, **named: database.run(lambda conn: function(conn, *given, **named))


async def test_articles_come_back_as_they_were_written_in_order(run):
    articles = [
        an_article("B", aliases=("酱油", "老抽"), city_price_fen=990, stock=Decimal("12.5"), weight_kg=Decimal("0.6")),
        an_article("A", install=True, merchant="老王", category="家电/冰箱", brand="海尔", spec="210L"),
    ]
    assert await run(products.save, articles) == 2
    assert await run(products.load_all) == articles


async def test_every_import_has_a_new_version_and_overwrites(run):
    assert await run(products.version) == 0
    await run(products.save, [an_article(), an_article("RICE")])
    await run(products.save, [an_article(price_fen=1000)])
    assert await run(products.version) == 2
    assert {article.sku: article.price_fen for article in await run(products.load_all)} == {"SOY": 1000, "RICE": 950}


async def test_replacing_withdraws_what_the_file_lacks(run):
    await run(products.save, [an_article(), an_article("RICE")])
    await run(products.save, [an_article("RICE")], replace=True)
    assert await run(products.skus) == {"RICE"}
    await run(products.save, [an_article()])
    assert await run(products.skus) == {"RICE", "SOY"}


async def test_without_a_count_there_is_no_limit(run):
    await run(products.save, [an_article()])
    assert await run(stock.left, "SOY") is None
    assert await run(stock.reserve, "SOY", Decimal(1000))
    assert await run(stock.reserve, "unknown", Decimal(1))


async def test_parallel_orders_never_sell_more_than_there_is(run):
    await run(products.save, [an_article(stock=Decimal(10))])
    got = await asyncio.gather(*(run(stock.reserve, "SOY", Decimal("1.5")) for _ in range(20)))
    assert sum(got) == 6
    assert await run(stock.left, "SOY") == Decimal(1)


async def test_cancelling_gives_back_and_packing_takes_away(run):
    await run(products.save, [an_article(stock=Decimal(10))])
    await run(stock.reserve, "SOY", Decimal(4))
    await run(stock.release, "SOY", Decimal(1))
    assert await run(stock.left, "SOY") == Decimal(7)
    await run(stock.take, "SOY", Decimal(3))
    assert await run(stock.shelves) == [stock.Count("", "SOY", Decimal(7), Decimal(0))]


async def test_a_new_count_keeps_what_is_reserved(run):
    await run(products.save, [an_article(stock=Decimal(10))])
    await run(stock.reserve, "SOY", Decimal(4))
    await run(products.save, [an_article(stock=Decimal(5))])
    assert await run(stock.left, "SOY") == Decimal(1)
    await run(products.save, [an_article()])
    assert await run(stock.left, "SOY") is None


async def test_shelves_are_filled_sold_from_and_counted(run, database, seal):
    async def move(quantity, reason):
        event = StockMoved(station="YL", sku="SOY", quantity=Decimal(quantity), reason=reason, at=NOON)
        await database.run(lambda conn: record(conn, [event], seal=seal, at=NOON))
        return await run(stock.shelf, "YL", "SOY")

    assert await run(stock.shelf, "YL", "SOY") == 0
    assert await move("5", "stock_in") == 5
    assert await move("-0.5", "walk_in_sale") == Decimal("4.5")
    assert await move("-9", "walk_in_sale") == 0
    assert await move("7", "count") == 7
    assert await move("2", "stock_in") == 9


async def test_a_sale_of_what_was_never_counted_leaves_an_empty_shelf(run, database, seal):
    event = StockMoved(station="YL", sku="SOY", quantity=Decimal(-2), reason="walk_in_sale", at=NOON)
    await database.run(lambda conn: record(conn, [event], seal=seal, at=NOON))
    assert await run(stock.shelf, "YL", "SOY") == 0


async def test_a_stock_file_is_written_over_and_replaced(run):
    await run(products.save, [an_article(stock=Decimal(3))])
    assert await run(stock.set_shelves, [("YL", "SOY", Decimal(2)), ("HP", "SOY", Decimal(1))]) == 2
    await run(stock.set_shelves, [("YL", "SOY", Decimal(5))])
    assert await run(stock.shelf, "HP", "SOY") == 1
    await run(stock.set_shelves, [("YL", "SOY", Decimal("5.25"))], replace=True)
    assert await run(stock.shelf, "HP", "SOY") == 0
    assert await run(stock.shelves, station="YL") == [stock.Count("YL", "SOY", Decimal("5.25"), Decimal(0))]
    assert await run(stock.left, "SOY") == 3
