"""What a seller says a thing costs is what buyers see and pay from then on; who ordered before pays what was agreed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from made import NOON, a_station, an_article
from speaking import Speaking
from sqlalchemy import select

from bot.storage.market import listing_sales, listings
from bot.storage.network import stations
from bot.storage.schema import listing_sales as sales_table

HOMES = {"老张": "YL", "站长": "YL", "春梅": "HP", "秋香": "HP", "建军": "HP"}
THEN = ("1", "十斤", "1")
"""The first of the list, so much, and yes."""


@pytest.fixture
async def market(database, seal) -> Speaking:
    """老张 sells 480斤苹果 at 2元; 春梅, 秋香 and 建军 live in another village."""
    market = Speaking(database, seal, [an_article()], HOMES)

    def begin(conn) -> None:
        both = [a_station(manager_wechat="站长"), a_station("HP", village="和平村")]
        stations.save(conn, seal, both, at=NOON)
        for who in HOMES:
            market.person(conn, who, NOON)

    await database.run(begin)
    for who, text in (
        ("老张", "我叫张有田"), ("老张", "我有五百斤苹果，两块一斤"), ("老张", "1"), ("老张", "0"), ("老张", "0"),
        ("站长", "收 苹果 张有田 480斤 一等"),
    ):  # fmt: skip  # a table, a row a line
        answer = await market.say(who, text, NOON)
    assert "已上架" in answer
    return market


async def ordered(market: Speaking, who: str, *texts: str) -> str:
    for text in texts:
        answer = await market.say(who, text, NOON + timedelta(minutes=5))
    return answer


async def sold(database) -> list[tuple[int, int]]:
    """Quantity and price of each sale, in the order they came."""
    query = select(sales_table.c.quantity, sales_table.c.price_fen).order_by(sales_table.c.id)
    rows = await database.run(lambda conn: conn.execute(query).all())
    return [(int(row.quantity), row.price_fen) for row in rows]


async def test_buyers_see_and_pay_the_new_price_and_who_ordered_before_keeps_the_old_one(market, database):
    assert "2元" in await ordered(market, "春梅", "村货 苹果")
    assert "订好了" in await ordered(market, "春梅", *THEN)
    assert "1.8元" in await market.say("老张", "改成一块八", NOON)
    assert "1.8元" in await ordered(market, "秋香", "村货 苹果")
    assert "18元" in await ordered(market, "秋香", "1", "十斤")
    assert "订好了" in await ordered(market, "秋香", "1")
    assert await sold(database) == [(10, 200), (10, 180)]
    await market.say("站长", "张有田送来 苹果 20斤", NOON)
    [listing] = await database.run(lambda conn: listings.at_station(conn, "YL"))
    handed = await database.run(lambda conn: listing_sales.of_listing(conn, listing.key))
    assert sorted(sale.amount_fen for sale in handed) == [1800, 2000]


async def test_who_was_read_the_old_price_is_read_the_new_one_before_it_counts(market, database):
    assert "20元" in await ordered(market, "春梅", "村货 苹果", "1", "十斤")
    await market.say("老张", "改成一块八", NOON)
    assert "订好了" not in await ordered(market, "春梅", "1")
    assert await sold(database) == []
    assert "1.8元" in await ordered(market, "春梅", "村货 苹果")
    assert "订好了" in await ordered(market, "春梅", *THEN)
    assert await sold(database) == [(10, 180)]


async def test_a_price_that_changes_while_people_order_is_never_another_than_the_one_they_said_yes_to(market, database):
    buyers = ("春梅", "秋香", "建军")
    for who in buyers:
        await ordered(market, who, "村货 苹果", "1", "十斤")
    answers = await asyncio.gather(
        market.say("老张", "改成一块八", NOON), *(ordered(market, who, "1") for who in buyers)
    )
    agreed = [who for who, answer in zip(buyers, answers[1:], strict=True) if "订好了" in answer]
    assert [price for _, price in await sold(database)] == [200] * len(agreed)
    for who in set(buyers) - set(agreed):
        assert "订好了" in await ordered(market, who, "村货 苹果", *THEN)
    assert [price for _, price in await sold(database)] == [200] * len(agreed) + [180] * (3 - len(agreed))
