"""Kept promises are counted once an order, however many arrive at the same moment, and listed by month."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta

import pytest
from made import NOON, ZONE, a_station, an_order
from msgspec.structs import replace

from bot.domain.order import OrderEvent
from bot.storage.network import promises, stations
from bot.storage.network.county import County
from bot.storage.sql.cursor import BadCursor

THURSDAY = datetime(2026, 11, 26, 11, tzinfo=ZONE)


@pytest.fixture
def arrives(database):
    return lambda order, at=THURSDAY: database.run(lambda conn: promises.note_arrival(conn, order, at))


@pytest.fixture
def listed(database):
    async def listed(**wanted) -> list[tuple]:
        page = await database.run(lambda conn: promises.page(conn, **wanted))
        return [(row.county, row.month, row.arrived, row.kept, row.next_day) for row in page.rows]

    return listed


async def test_arrivals_at_the_same_moment_are_all_counted(arrives, listed):
    await asyncio.gather(*(arrives(an_order()) for _ in range(12)))
    assert await listed() == [("河湾县", "2026-11", 12, 12, 12)]


async def test_what_was_put_off_is_measured_by_the_first_promise(arrives, listed):
    late = an_order(promised_by=date(2026, 12, 2), promised_first=date(2026, 11, 26))
    await arrives(late, THURSDAY + timedelta(days=6))
    await arrives(an_order(promised_by=date(2026, 11, 30)), THURSDAY + timedelta(days=4))
    assert await listed() == [("河湾县", "2026-11", 2, 1, 0)]


async def test_an_arrival_taken_back_and_the_goods_of_a_shelf_are_not_counted_again(arrives, listed):
    before = OrderEvent(type="at_station", at=NOON, by="manager")
    await arrives(replace(an_order(), events=(before,)))
    await arrives(an_order(from_shelf=True))
    assert await listed() == []


async def test_months_are_listed_newest_first_a_page_at_a_time(arrives, database):
    for month, county in ((10, "乙县"), (11, "甲县"), (11, "乙县"), (12, "甲县")):
        await arrives(an_order(county=county, promised_by=date(2026, month, 28)))
    rows, after = [], None
    for _ in range(4):
        page = await database.run(lambda conn, after=after: promises.page(conn, limit=1, after=after))
        rows += [(row.month, row.county) for row in page.rows]
        after = page.next
    assert after is None
    assert rows == [("2026-12", "甲县"), ("2026-11", "乙县"), ("2026-11", "甲县"), ("2026-10", "乙县")]
    with pytest.raises(BadCursor):
        await database.run(lambda conn: promises.page(conn, after="x"))


async def test_counties_of_one_name_are_counted_apart(database, seal, arrives):
    here = [a_station("A1", province="山西省", city="甲市"), a_station("B1", province="湖南省", city="乙市")]
    await database.run(lambda conn: stations.save(conn, seal, here, at=NOON))
    await arrives(an_order(station="A1"))
    await arrives(an_order(station="B1"), THURSDAY + timedelta(days=3))

    async def rows(county) -> list[tuple]:
        found = (await database.run(lambda conn: promises.page(conn, county=county))).rows
        return [(row.province, row.city, row.arrived, row.kept) for row in found]

    assert await rows("河湾县") == [("山西省", "甲市", 1, 1), ("湖南省", "乙市", 1, 0)]
    assert await rows(County("湖南省", "乙市", "河湾县")) == [("湖南省", "乙市", 1, 0)]
