"""A fitter's visit whose day is over: the county hears of it, and the villager is offered another day, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from bot.chores.passed_visits import PASSED_VISITS
from bot.chores.running import Chores
from bot.dialogue.take import take_turn
from bot.dialogue.talk import Talk
from bot.domain.events import InstallationMoved, OrderMoved, OrderPlaced
from bot.domain.message import Text
from bot.domain.order import Installation, Order, OrderLine, Status
from bot.domain.people import Station
from bot.storage.delivery import installations
from bot.storage.facts import SqlFacts
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.schema import alerts, installation_slots, outbox
from bot.storage.trade import orders
from catalog.shop import Shop

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE)
MORNING = datetime(2026, 11, 29, 9, 5, tzinfo=ZONE)
"""Of the day after the visit."""
TO_HOME = (Status.PACKED, Status.AT_COUNTY, Status.IN_TRANSIT, Status.AT_STATION, Status.OUT_FOR_DELIVERY)
STATIONS = [
    Station(code="HW01", name="河湾县中心", level="county", county="河湾县", manager_wechat="oCounty"),
    Station(code="YL", name="杨柳站", county="河湾县", manager_wechat="oManager"),
]


class County:
    def __init__(self, database, seal) -> None:
        self.database, self.seal = database, seal
        self.worker = Chores(database, seal, ZONE, lambda: None, [PASSED_VISITS])

    async def record(self, *events, at: datetime = NOON) -> None:
        await self.database.run(lambda conn: record(conn, events, seal=self.seal, at=at, now=at))

    async def moves(self, number: str, *to: Status) -> None:
        codes = {Status.AT_STATION: f"4{number[-3:]}"}
        moves = [OrderMoved(number=number, to=one, at=NOON, by="county", pickup_code=codes.get(one)) for one in to]
        await self.record(*moves)

    async def order(self, number: str, day: int = 28, *, reached: bool = True, **more) -> None:
        def work(conn) -> None:
            stations.save(conn, self.seal, STATIONS, at=NOON)
            person = people.find_or_make(conn, self.seal, "wechat:oVillager", NOON).id if reached else None
            line = OrderLine(sku="K1", name="格力空调", unit="台", quantity=Decimal(1), price_fen=199900)
            order = Order(
                number=number, slip=int(number[-3:]), person=person, recipient="桂兰", placed_by="villager", station="YL",
                county="河湾县", delivery="home", lines=(line,), placed_at=NOON, draft=number,
                promised_by=date(2026, 11, 26), installation=Installation(date=date(2026, 11, day), period="morning"),
                **more,
            )  # fmt: skip  # a table, a row a line
            record(conn, [OrderPlaced(order=order)], seal=self.seal, at=NOON, now=NOON)

        await self.database.run(work)

    async def letters(self, notice: str) -> list[str]:
        query = select(outbox.c.text).where(outbox.c.notice.startswith(notice)).order_by(outbox.c.id)
        return await self.database.run(lambda conn: list(conn.execute(query).scalars()))

    async def alerted(self) -> list[tuple[str, str]]:
        query = select(alerts.c.station, alerts.c.text).where(alerts.c.kind == "fitter_missed").order_by(alerts.c.id)
        return [tuple(row) for row in await self.database.run(lambda conn: conn.execute(query).all())]

    async def offered(self, number: str) -> list[date]:
        return await self.database.run(lambda conn: installations.offered_days(conn, number))

    async def overdue(self, today: date) -> list[str]:
        found = await self.database.run(lambda conn: installations.overdue(conn, self.seal, "//河湾县", today))
        return [order.number for order in found]


@pytest.fixture
def county(sqlite, seal) -> County:
    return County(sqlite, seal)


async def test_whose_goods_came_late_is_offered_other_days_once_and_the_county_hears_of_it_once(county):
    await county.order("261125001")
    for at in (MORNING.replace(hour=8), MORNING, MORNING.replace(hour=12), MORNING + timedelta(days=1)):
        await county.worker.tick(at)
    (letter,) = await county.letters("order_fitter_passed")
    assert "路上晚了，11月28日没装成" in letter
    assert "1. 明天（11月30日周一）\n2. 后天（12月1日周二）\n3. 12月2日周三" in letter
    assert await county.offered("261125001") == [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)]
    assert await county.alerted() == [
        (
            "HW01",
            "过了日子没装的1单：杨柳站1号桂兰（格力空调1台，11月28日）。已请乡亲另挑日子，也请看看师傅那边。",
        )
    ]
    assert await county.overdue(MORNING.date()) == ["261125001"]


async def test_whose_goods_are_there_is_asked_whether_somebody_came(county):
    await county.order("261125001")
    await county.moves("261125001", *TO_HOME, Status.DELIVERED)
    await county.worker.tick(MORNING)
    (letter,) = await county.letters("order_fitter_passed")
    assert "还没装上吧" in letter
    assert "回“装好了”" in letter


async def test_what_is_installed_cancelled_moved_or_to_come_is_not_asked_about(county):
    for n in range(1, 5):
        await county.order(f"26112500{n}", day=29 if n == 4 else 28)
    await county.moves("261125001", *TO_HOME, Status.DELIVERED, Status.INSTALLED)
    await county.record(
        OrderMoved(number="261125002", to=Status.CANCELLED, at=NOON, by="villager"),
        InstallationMoved(number="261125003", date=date(2026, 11, 30)),
    )
    await county.worker.tick(MORNING)
    assert (await county.letters("order_fitter_passed"), await county.alerted()) == ([], [])
    assert await county.overdue(MORNING.date()) == []


async def test_the_new_day_counts_like_the_first(county):
    await county.order("261125001")
    await county.worker.tick(MORNING)
    await county.record(InstallationMoved(number="261125001", date=date(2026, 11, 30)), at=MORNING)
    assert await county.overdue(MORNING.date()) == []
    assert await county.offered("261125001") == []
    await county.worker.tick(MORNING + timedelta(days=2))
    assert len(await county.letters("order_fitter_passed")) == 2
    assert len(await county.alerted()) == 2


async def test_several_of_a_day_are_one_alert_and_whom_no_letter_reaches_the_station_asks(county):
    await county.order("261125001")
    await county.order("261125002", reached=False)
    await county.worker.tick(MORNING)
    assert len(await county.letters("order_fitter_passed")) == 1
    (station, asks), (centre, named) = sorted(await county.alerted(), reverse=True)
    assert (station, "2号桂兰的格力空调1台说好11月28日装" in asks) == ("YL", True)
    assert (centre, named.startswith("过了日子没装的2单：杨柳站1号")) == ("HW01", True)


async def test_a_day_that_is_full_is_not_offered(county):
    await county.order("261125001")
    full = [
        {"county": "//河湾县", "date": date(2026, 11, 30), "half": half, "capacity": 40, "taken": 40}
        for half in ("morning", "afternoon")
    ]
    await county.database.run(lambda conn: conn.execute(insert(installation_slots), full))
    await county.worker.tick(MORNING)
    assert (await county.offered("261125001"))[0] == date(2026, 12, 1)


async def test_after_a_long_standstill_the_county_sees_what_is_overdue_and_nobody_is_written_to(county):
    await county.order("261125001")
    await county.worker.tick(MORNING + timedelta(days=20))
    assert await county.letters("order_fitter_passed") == []
    assert len(await county.alerted()) == 1
    assert await county.overdue(MORNING.date()) == ["261125001"]


async def test_a_digit_takes_the_day_that_the_letter_offered(county):
    await county.order("261125001")
    await county.worker.tick(MORNING)

    def answer(conn) -> str:
        at = MORNING + timedelta(hours=1)
        facts = SqlFacts(
            conn, county.seal, person=people.find_or_make(conn, county.seal, "wechat:oVillager", at), contact="wechat:oVillager",
            channel="wechat", at=at, shop=Shop(()), dice=Random(1),  # noqa: S311 - the same every time
        )  # fmt: skip  # a table, a row a line
        turn = take_turn(Talk(), Text(text="2"), facts)
        record(conn, turn.events, seal=county.seal, at=at, now=at)
        return turn.reply

    assert "改好了" in await county.database.run(answer)
    order = await county.database.run(lambda conn: orders.find(conn, county.seal, "261125001"))
    assert order.installation == Installation(date=date(2026, 12, 1))
    assert await county.overdue(date(2026, 12, 1)) == []
