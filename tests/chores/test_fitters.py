"""The evening before the fitter comes: who is reminded, when, and once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.chores.fitters import FITTERS
from bot.chores.running import Chores
from bot.domain.events import InstallationMoved, OrderMoved, OrderPlaced
from bot.domain.order import Installation, Order, OrderLine, Status
from bot.domain.people import Station
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.schema import outbox

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE)
EVENING = datetime(2026, 11, 27, 18, tzinfo=ZONE)


class County:
    def __init__(self, database, seal) -> None:
        self.database, self.seal = database, seal
        self.worker = Chores(database, seal, ZONE, lambda: None, [FITTERS])

    async def record(self, *events) -> None:
        await self.database.run(lambda conn: record(conn, events, seal=self.seal, at=NOON, now=NOON))

    async def order(self, number: str, day: int, **more) -> None:
        def work(conn) -> None:
            stations.save(conn, self.seal, [Station(code="YL", name="杨柳站", county="河湾县")], at=NOON)
            person = people.find_or_make(conn, self.seal, "wechat:oVillager", NOON).id
            line = OrderLine(sku="K1", name="格力空调", unit="台", quantity=Decimal(1), price_fen=199900)
            usual = {"promised_by": date(2026, 11, 26), "status": Status.PLACED} | more
            order = Order(
                number=number, slip=int(number[-3:]), person=person, recipient="桂兰", placed_by="villager", station="YL",
                county="河湾县", delivery="home", lines=(line,), placed_at=NOON, draft=number,
                installation=Installation(date=date(2026, 11, day), period="morning"), **usual,
            )  # fmt: skip  # a table, a row a line
            record(conn, [OrderPlaced(order=order)], seal=self.seal, at=NOON, now=NOON)

        await self.database.run(work)

    async def said(self) -> list[str]:
        rows = await self.database.run(lambda conn: conn.execute(select(outbox).order_by(outbox.c.id)).all())
        return [f"{row.key.partition(':')[0]} {row.notice}" for row in rows if "fitter" in row.notice]


@pytest.fixture
def county(sqlite, seal) -> County:
    return County(sqlite, seal)


async def test_who_has_a_visit_tomorrow_is_reminded_once_this_evening(county):
    await county.order("261125001", day=28)
    await county.order("261125002", day=29)
    await county.worker.tick(EVENING.replace(hour=12))
    assert await county.said() == []
    await county.worker.tick(EVENING)
    await county.worker.tick(EVENING.replace(hour=19))
    assert await county.said() == ["261125001 order_fitter_tomorrow"]


async def test_whose_goods_are_late_hears_that_it_will_not_do(county):
    await county.order("261125001", day=28, promised_by=date(2026, 11, 29))
    await county.worker.tick(EVENING)
    assert await county.said() == ["261125001 order_fitter_waits"]


async def test_who_cancelled_or_moved_is_not_reminded(county):
    await county.order("261125001", day=28)
    await county.order("261125002", day=28)
    await county.record(
        OrderMoved(number="261125001", to=Status.CANCELLED, at=NOON, by="villager"),
        InstallationMoved(number="261125002", date=date(2026, 11, 30)),
    )
    await county.worker.tick(EVENING)
    assert await county.said() == []


async def test_a_visit_moved_after_the_reminder_is_reminded_of_again(county):
    await county.order("261125001", day=28)
    await county.worker.tick(EVENING)
    await county.record(InstallationMoved(number="261125001", date=date(2026, 11, 29)))
    await county.worker.tick(EVENING.replace(day=28))
    assert await county.said() == ["261125001 order_fitter_tomorrow"] * 2
