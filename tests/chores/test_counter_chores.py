"""Alerts nobody reacts to reach the county once; a shelf that runs low is told once until it is filled."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.chores.escalation import ESCALATION
from bot.chores.low_stock import LOW_STOCK
from bot.chores.running import Chores
from bot.domain.events import AlertRaised, AlertsAcknowledged, HandoffClosed, StockMoved
from bot.domain.people import Station
from bot.storage.network import stations
from bot.storage.record import record
from bot.storage.schema import alerts, outbox
from bot.storage.trade import products
from catalog.product import Product

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE)
HALF_AN_HOUR = timedelta(minutes=30)
CENTRE = Station(code="HW00", name="河湾县服务中心", level="county", county="河湾县", manager_wechat="oCounty")
STATION = Station(
    code="YL",
    name="杨柳站",
    county="河湾县",
    manager_name="老周",
    manager_phone="+8613900000001",
    manager_wechat="oBoss",
)


class County:
    def __init__(self, database, seal) -> None:
        self.database, self.seal = database, seal
        self.worker = Chores(database, seal, ZONE, lambda: None, [ESCALATION, LOW_STOCK])

    async def happens(self, *events, at=NOON) -> None:
        await self.database.run(lambda conn: record(conn, events, seal=self.seal, at=at))

    async def alerted(self, station="HW00") -> list[str]:
        query = select(alerts.c.text).where(alerts.c.station == station).order_by(alerts.c.id)
        texts = await self.database.run(lambda conn: conn.execute(query).scalars().all())
        return [self.seal.reveal(text) for text in texts]


@pytest.fixture
async def county(database, seal) -> County:
    def found(conn) -> None:
        stations.save(conn, seal, [CENTRE, STATION], at=NOON)
        products.save(conn, [Product(sku="SALT", name="食盐", unit="袋", price_fen=250)])

    await database.run(found)
    return County(database, seal)


def raised(level="urgent", kind="handoff", key="a", person=None):
    return AlertRaised(station="YL", kind=kind, level=level, text="秀英找您", key=key, person=person)


async def test_the_county_hears_once_which_station_does_not_react(county):
    await county.happens(raised())
    await county.worker.tick(NOON + timedelta(minutes=29))
    assert await county.alerted() == []
    for minutes in (30, 31, 300):
        await county.worker.tick(NOON + timedelta(minutes=minutes))
    assert await county.alerted() == ["杨柳站没人应（老周 13900000001）：秀英找您"]
    await county.worker.tick(NOON + timedelta(days=3))
    assert len(await county.alerted()) == 1


async def test_the_countys_manager_gets_a_letter(county, database):
    await county.happens(raised())
    await county.worker.tick(NOON + HALF_AN_HOUR)
    notices = await database.run(
        lambda conn: conn.execute(select(outbox.c.notice).order_by(outbox.c.id)).scalars().all()
    )
    assert notices == ["alert_handoff", "alert_escalated"]


async def test_what_the_manager_took_note_of_stays_at_the_station(county):
    await county.happens(raised(), AlertsAcknowledged(station="YL", at=NOON))
    await county.worker.tick(NOON + HALF_AN_HOUR)
    assert await county.alerted() == []


async def test_an_answered_villager_is_no_longer_an_alert(county):
    await county.happens(raised(person="pMother"), HandoffClosed(person="pMother", by="manager"))
    await county.worker.tick(NOON + HALF_AN_HOUR)
    assert await county.alerted() == []


async def test_warnings_wait_for_the_morning_and_some_kinds_are_the_stations_own(county):
    await county.happens(
        raised("warning", "complaint"), raised("warning", "order_cancelled", "b"), raised("info", key="c")
    )
    await county.worker.tick(NOON + timedelta(hours=8))
    assert await county.alerted() == []
    await county.worker.tick(NOON + timedelta(hours=20))
    assert len(await county.alerted()) == 1


async def test_without_a_centre_nobody_is_told_and_nothing_breaks(county):
    lonely = Station(code="X", name="孤站", county="远县")
    await county.database.run(lambda conn: stations.save(conn, county.seal, [lonely], at=NOON))
    await county.happens(AlertRaised(station="X", kind="handoff", level="urgent", text="找您", key="x"))
    assert await county.worker.tick(NOON + HALF_AN_HOUR) == 1
    assert await county.worker.tick(NOON + 2 * HALF_AN_HOUR) == 0


def moved(quantity, reason="walk_in_sale", at=NOON):
    return StockMoved(station="YL", sku="SALT", quantity=Decimal(quantity), reason=reason, at=at)


async def test_a_shelf_that_runs_low_is_told_once_until_it_is_filled(county):
    await county.happens(moved(30, "stock_in"), moved(-27))
    for hours in (0, 1, 2):
        await county.worker.tick(NOON + timedelta(hours=hours))
    assert await county.alerted("YL") == ["食盐架上只剩3袋，近四周卖了27袋，该进11袋。回“补货”开单。"]
    later = NOON + timedelta(hours=3)
    await county.happens(moved(10, "stock_in", later), moved(-11, at=later))
    await county.worker.tick(later)
    assert len(await county.alerted("YL")) == 2


async def test_nobody_is_told_of_a_full_shelf_or_by_night(county):
    await county.happens(moved(30, "stock_in"), moved(-5))
    await county.worker.tick(NOON)
    await county.happens(moved(-22))
    await county.worker.tick(NOON + timedelta(hours=9))
    assert await county.alerted("YL") == []
