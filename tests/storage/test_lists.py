"""Parcels, listings and counts: what the API and the metrics read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from made import NOON, a_station, an_order

from bot.domain.events import AlertRaised, ListingOffered
from bot.domain.order import Installation
from bot.storage.delivery import shipments
from bot.storage.market import listings
from bot.storage.network import alerts, stations
from bot.storage.record import record
from bot.storage.trade import orders


@pytest.fixture
def run(database):
    return lambda function, *given, **named: database.run(lambda conn: function(conn, *given, **named))


@pytest.fixture
def sealed(database, seal):
    return lambda function, *given, **named: database.run(lambda conn: function(conn, seal, *given, **named))


async def test_a_parcel_leads_to_its_order_and_to_no_other(run, sealed):
    first, second = an_order(), an_order()
    for order in (first, second):
        await sealed(orders.add, order)
    assert await run(shipments.find, "zto", "7301") is None
    assert await run(shipments.add, first.number, "zto", "7301", NOON)
    assert await run(shipments.add, first.number, "zto", "7301", NOON)
    assert not await run(shipments.add, second.number, "zto", "7301", NOON)
    assert await run(shipments.add, second.number, "yto", "7301", NOON)
    assert (await run(shipments.find, "zto", "7301")).number == first.number


async def test_listings_come_in_pages_newest_first(run, database, seal):
    offers = [
        ListingOffered(
            key=f"l{i}", person="pa", station="YL" if i % 2 else "HP", goods=f"苹果{i}", quantity=Decimal(i), unit="斤",
            price_fen=250, price_unit="斤",
        )
        for i in range(6)
    ]  # fmt: skip  # a table, a row a line
    await database.run(lambda conn: record(conn, offers, seal=seal, at=NOON))
    first = await run(listings.page, station="YL", limit=2)
    rest = await run(listings.page, station="YL", limit=2, after=first.next)
    assert [listing.goods for listing in first.rows + rest.rows] == ["苹果5", "苹果3", "苹果1"]


async def test_installations_are_filtered_by_station_and_day(sealed):
    for day, station in ((26, "YL"), (27, "YL"), (27, "HP")):
        await sealed(orders.add, an_order(station=station, installation=Installation(date=date(2026, 11, day))))
    found = await sealed(orders.installations, station="YL", since=date(2026, 11, 27))
    assert [(order.station, order.installation.date.day) for order in found] == [("YL", 27)]


async def test_stations_are_filtered_by_county(sealed):
    await sealed(stations.save, [a_station(), a_station("HP", "和平村", county="青溪县")], at=NOON)
    assert [station.code for station in (await sealed(stations.page, county="青溪县")).rows] == ["HP"]


async def test_one_alert_is_acknowledged_and_the_other_stays(run, sealed, database, seal):
    raised = [
        AlertRaised(station="YL", kind="complaint", level="warning", text=f"第{i}件", key=f"k{i}") for i in range(2)
    ]
    await database.run(lambda conn: record(conn, raised, seal=seal, at=NOON))
    newest, oldest = (await sealed(alerts.page)).rows
    assert await run(alerts.acknowledge, "HP", NOON, alert=oldest.id) == 0
    assert await run(alerts.acknowledge, "YL", NOON, alert=oldest.id) == 1
    newest, oldest = (await sealed(alerts.page)).rows
    assert (newest.acknowledged_at, oldest.acknowledged_at) == (None, NOON)
