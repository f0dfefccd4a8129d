"""Coverage and sales by region: counted incrementally, and the same as counted at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from made import NOON, ZONE, a_line, a_station, an_order

from bot.domain.coverage import a_year_before, grown
from bot.domain.events import OrderMoved, OrderPlaced
from bot.domain.order import Status
from bot.domain.village import Village
from bot.storage.network import coverage, stations, villages
from bot.storage.network.closing import close
from bot.storage.record import record
from bot.storage.trade import sales

NETWORK = [
    a_station("HW01", "", name="河湾县中心", level="county"),
    a_station(),
    a_station("HP", "和平村", kind="select"),
    a_station("QX", "上河村", county="青溪县"),
    a_station("QX2", "下河村", county="青溪县", province="湖南省"),
]


@pytest.fixture
async def network(database, seal):
    await database.run(lambda conn: stations.save(conn, seal, NETWORK, at=NOON))
    return database


def placed(conn, seal, *orders):
    record(conn, [OrderPlaced(order=order) for order in orders], seal=seal, at=NOON, now=NOON)


async def counted(database, times=2):
    """A look counts what stood there at the look before."""
    return [await database.run(lambda conn: sales.count_new(conn, ZONE)) for _ in range(times)]


async def test_villages_count_where_a_station_stands_or_serves(network, seal):
    around = {"town": "柳河镇", "county": "河湾县", "province": "山西省"}
    served = Village(code="1", name="张家沟村", station="YL", **around)
    own = Village(code="2", name="杨柳村", station="YL", **around)
    nobody = Village(code="3", name="李家沟村", **around)
    await network.run(lambda conn: villages.save(conn, [served, own, nobody]))
    await network.run(coverage.count)
    shanxi, hunan = await network.run(lambda conn: coverage.of_provinces(conn, "2026-11"))
    assert (shanxi.name, shanxi.counties, shanxi.villages, shanxi.stations, shanxi.select_stations) == (
        "山西省", 2, 4, 3, 1,
    )  # fmt: skip  # a table, a row a line
    assert (hunan.name, hunan.villages) == ("湖南省", 1)
    await network.run(lambda conn: close(conn, seal, "HP", "", NOON))
    await network.run(coverage.count)
    assert (await network.run(lambda conn: coverage.of_provinces(conn, "2026-11")))[0].stations == 2


async def test_sales_are_counted_once_and_taken_back_when_called_off(network, seal):
    last_year = an_order(placed_at=NOON - timedelta(days=365), lines=(a_line(quantity="1"),))
    first, second = an_order(), an_order(station="QX", county="青溪县")
    await network.run(lambda conn: placed(conn, seal, last_year, first, second))
    assert await counted(network, 3) == [0, 3, 0]
    await network.run(coverage.count)
    (shanxi, _) = await network.run(lambda conn: coverage.of_provinces(conn, "2026-11"))
    assert (shanxi.orders, shanxi.sales_fen, shanxi.sales_before_fen) == (2, 3800, 950)
    assert shanxi.growth == pytest.approx(3.0)
    called_off = OrderMoved(number=first.number, to=Status.CANCELLED, at=NOON, by="villager")
    await network.run(lambda conn: record(conn, [called_off], seal=seal, at=NOON, now=NOON))
    await counted(network)
    (hewan, qingxi) = await network.run(lambda conn: coverage.of_counties(conn, "2026-11", "山西省"))
    assert (hewan.name, hewan.orders, hewan.sales_fen) == ("河湾县", 0, 0)
    assert (qingxi.orders, qingxi.growth) == (1, None)
    november, before = await network.run(lambda conn: coverage.of_months(conn, "2026-11"))
    assert (november.name, november.sales_fen, november.growth) == ("2026-11", 1900, 1.0)
    assert (before.name, before.orders) == ("2025-11", 1)


async def test_what_arrived_the_next_day_has_its_share(network, seal):
    order = an_order()
    steps = [
        OrderMoved(number=order.number, to=Status(to), at=NOON + timedelta(days=1), by="county", pickup_code=code)
        for to, code in (("packed", None), ("at_county", None), ("in_transit", None), ("at_station", "1234"))
    ]
    await network.run(lambda conn: placed(conn, seal, order))
    arrival = NOON + timedelta(days=1)
    await network.run(lambda conn: record(conn, steps, seal=seal, at=arrival, now=arrival))
    await network.run(coverage.count)
    (hewan, _) = await network.run(lambda conn: coverage.of_counties(conn, "2026-11", "山西省"))
    assert (hewan.arrived, hewan.next_day_share) == (1, 1.0)


def test_growth_needs_something_to_compare_with():
    assert grown(5, 0) is None
    assert grown(5, 4) == 0.25
    assert a_year_before("2026-01") == "2025-01"
