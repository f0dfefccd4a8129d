"""What is foreseen of orders on their way, and what becomes of goods that nobody fetches."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.chores.late import LATE
from bot.chores.overdue import OVERDUE
from bot.chores.running import Chores
from bot.domain.events import OptedOut, OrderDelayed, OrderMoved, OrderPaid, OrderPlaced, ParcelMoved
from bot.domain.order import IllegalMove, Order, OrderLine, Status
from bot.domain.people import Station
from bot.storage.delivery import shipments
from bot.storage.money import payments
from bot.storage.network import promises, stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.schema import alerts, outbox
from bot.storage.trade import orders

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE)
THURSDAY = datetime(2026, 11, 26, tzinfo=ZONE)
STATION = Station(code="YL", name="杨柳站", county="河湾县", manager_wechat="oManager")
WAY = (Status.PACKED, Status.AT_COUNTY, Status.IN_TRANSIT, Status.AT_STATION)


class Village:
    """One station, one villager, and a worker whose clock the test sets."""

    def __init__(self, database, seal) -> None:
        self.database, self.seal = database, seal
        self.worker = Chores(database, seal, ZONE, lambda: None, [LATE, OVERDUE])

    async def run(self, work):
        return await self.database.run(work)

    async def order(self, number: str, slip: int, **more) -> None:
        def work(conn) -> None:
            stations.save(conn, self.seal, [STATION], at=NOON)
            person = people.find_or_make(conn, self.seal, "wechat:oVillager", NOON).id
            line = OrderLine(sku="A1", name="盐", unit="袋", quantity=Decimal(2), price_fen=199)
            usual = {"recipient": "桂兰", "placed_by": "villager", "promised_by": date(2026, 11, 26)} | more
            order = Order(
                number=number, slip=slip, person=person, station="YL", county="河湾县", lines=(line,), placed_at=NOON,
                draft=number, **usual,
            )  # fmt: skip  # a table, a row a line
            record(conn, [OrderPlaced(order=order)], seal=self.seal, at=NOON, now=NOON)

        await self.run(work)

    async def moves(self, number: str, at: datetime, *to: Status) -> None:
        def work(conn) -> None:
            for status in to:
                code = "4" + number[-3:] if status is Status.AT_STATION else None
                moved = OrderMoved(number=number, to=status, at=at, by="county", pickup_code=code)
                record(conn, [moved], seal=self.seal, at=at, now=at)

        await self.run(work)

    async def find(self, number: str) -> Order:
        return await self.run(lambda conn: orders.find(conn, self.seal, number))

    async def late(self, number: str, at: datetime, until: date | None) -> None:
        delayed = OrderDelayed(number=number, at=at, by="county", until=until)
        await self.run(lambda conn: record(conn, [delayed], seal=self.seal, at=at, now=at))

    async def letters(self) -> list[tuple[str, str, datetime]]:
        """Key, status, and when it is due, in order."""
        query = select(outbox.c.key, outbox.c.status, outbox.c.due_at).order_by(outbox.c.id)
        rows = await self.run(lambda conn: conn.execute(query).all())
        return [(row.key, row.status, row.due_at.astimezone(ZONE)) for row in rows]

    async def said(self, prefix: str = "") -> list[str]:
        """The keys of the letters to the villager, in order."""
        keys = await self.run(lambda conn: conn.execute(select(outbox.c.key).order_by(outbox.c.id)).scalars().all())
        return [key for key in keys if key.startswith("2611") and prefix in key]

    async def alerted(self) -> list[str]:
        return await self.run(lambda conn: list(conn.execute(select(alerts.c.kind).order_by(alerts.c.id)).scalars()))


@pytest.fixture
def village(sqlite, seal) -> Village:
    return Village(sqlite, seal)


async def test_what_missed_the_lorry_is_told_once_in_the_morning_with_the_new_day(village):
    await village.order("261125001", 1)
    await village.order("261125002", 2)
    await village.moves("261125002", NOON, *WAY[:3])
    for hour in (7, 8, 9, 12):
        await village.worker.tick(THURSDAY.replace(hour=hour, minute=1))
    late, on_time = await village.find("261125001"), await village.find("261125002")
    assert (late.promised_by, late.promised_first) == (date(2026, 11, 27), date(2026, 11, 26))
    assert (on_time.promised_by, on_time.promised_first) == (date(2026, 11, 26), None)
    assert await village.said() == ["261125001:late:2026-11-27"]
    assert await village.alerted() == ["order_late"]


async def test_what_the_lorry_should_have_brought_is_asked_for_first_and_moved_in_the_evening(village):
    await village.order("261125001", 1)
    await village.moves("261125001", NOON, *WAY[:3])
    await village.worker.tick(THURSDAY.replace(hour=15, minute=59))
    assert await village.alerted() == []
    for hour in (16, 17):
        await village.worker.tick(THURSDAY.replace(hour=hour, minute=10))
    assert (await village.alerted(), await village.said()) == (["unreported"], [])
    await village.worker.tick(THURSDAY.replace(hour=18, minute=31))
    assert (await village.alerted(), await village.said()) == (
        ["unreported", "order_late"],
        ["261125001:late:2026-11-27"],
    )


async def test_goods_that_missed_the_lorry_from_the_city_are_told_of_a_day_ahead(village):
    await village.order("261125001", 1, promised_by=date(2026, 11, 27), stock_place="city")
    await village.worker.tick(NOON.replace(hour=20, minute=30))
    assert await village.said() == []  # the day after tomorrow is not told of by night
    await village.worker.tick(THURSDAY.replace(hour=8, minute=30))
    assert (await village.find("261125001")).promised_by == date(2026, 11, 28)


async def test_a_changed_day_is_news_the_same_day_is_not_and_never_twice_a_day(village):
    await village.order("261125001", 1)
    days = [(10, 28), (11, 28), (12, 30), (13, 29)]  # what the county says at these hours of Thursday
    for hour, day in days:
        await village.late("261125001", THURSDAY.replace(hour=hour), date(2026, 11, day))
    friday = THURSDAY.replace(hour=8) + timedelta(days=1)
    assert await village.letters() == [
        ("261125001:late:2026-11-28", "pending", THURSDAY.replace(hour=10)),
        ("261125001:late:2026-11-30:2", "cancelled", friday),
        ("261125001:late:2026-11-29:3", "pending", friday),
    ]
    await village.late("261125001", friday.replace(hour=9), date(2026, 11, 28))
    assert (await village.letters())[-1] == ("261125001:late:2026-11-28:4", "pending", friday + timedelta(days=1))


async def test_after_three_new_days_nobody_is_told_another_and_the_goods_are_looked_for(village):
    await village.order("261125001", 1)
    for day in range(12):
        for hour in (8, 18):
            await village.worker.tick(THURSDAY.replace(hour=hour, minute=35) + timedelta(days=day))
    told = await village.said("late")
    assert [key.split(":")[2] for key in told] == ["2026-11-27", "2026-11-28", "2026-11-29", "2026-11-29"]
    assert await village.alerted() == ["order_late"] * 4
    assert (await village.find("261125001")).promised_by == date(2026, 11, 29)


async def test_late_without_a_day_is_told_once_a_day(village):
    await village.order("261125001", 1)
    for hour in (10, 11, 34):
        await village.late("261125001", THURSDAY + timedelta(hours=hour), None)
    assert await village.said("late") == ["261125001:late:2026-11-26", "261125001:late:2026-11-27:2"]


async def test_the_day_told_with_the_first_parcel_is_not_told_again_as_late(village):
    await village.order("261125001", 1)
    await village.moves("261125001", NOON, *WAY[:3])
    line = (await village.find("261125001")).lines
    friday = date(2026, 11, 27)

    def first_parcel(conn) -> None:
        shipments.add(conn, "261125001", "yto", "1", NOON)
        came = ParcelMoved(
            number="261125001", carrier="yto", tracking_number="1", to=Status.AT_STATION, at=THURSDAY,
            here=line, missing=line, until=friday,
        )  # fmt: skip  # a table, a row a line
        record(conn, [came], seal=village.seal, at=THURSDAY, now=THURSDAY)

    await village.run(first_parcel)
    await village.worker.tick(THURSDAY.replace(hour=18, minute=31))
    order = await village.find("261125001")
    assert (order.promised_by, order.promised_first) == (friday, date(2026, 11, 26))
    assert await village.said() == ["261125001:part:yto:1"]


async def test_kept_promises_are_counted_by_what_was_first_said_however_often_it_arrives(village):
    for n, hour in ((1, 10), (2, 10), (3, 34)):
        await village.order(f"26112500{n}", n)
        await village.moves(f"26112500{n}", THURSDAY + timedelta(hours=hour), *WAY)
    await village.worker.tick(THURSDAY.replace(hour=9))
    page = await village.run(lambda conn: promises.page(conn, county="河湾县"))
    assert [(row.month, row.arrived, row.kept, row.next_day) for row in page.rows] == [("2026-11", 3, 2, 2)]


async def test_a_parcel_is_reminded_of_twice_then_asked_for_then_sent_back(village):
    await village.order("261125001", 1)
    await village.moves("261125001", THURSDAY.replace(hour=9), *WAY)
    kinds = []
    for days in range(12):
        await village.worker.tick(THURSDAY.replace(hour=9, minute=30) + timedelta(days=days))
        kinds.append((len(await village.said("waited")), len(await village.alerted())))
    assert kinds == [(0, 0)] * 2 + [(1, 0)] * 3 + [(2, 0)] * 2 + [(2, 1)] * 3 + [(2, 2)] * 2
    assert (await village.find("261125001")).status is Status.RETURNED
    assert (await village.said())[-1] == "261125001:returned"


async def test_what_was_paid_for_a_parcel_nobody_fetched_goes_back(village):
    await village.order("261125001", 1)
    await village.moves("261125001", THURSDAY.replace(hour=9), *WAY)
    paid = OrderPaid(number="261125001", trade="t1", amount_fen=398, at=THURSDAY, platform_id="w1")
    await village.run(lambda conn: record(conn, [paid], seal=village.seal, at=THURSDAY, now=THURSDAY))
    for days in range(12):
        await village.worker.tick(THURSDAY.replace(hour=9, minute=30) + timedelta(days=days))
    kinds = [entry.kind for entry in await village.run(lambda conn: payments.of_order(conn, "261125001"))]
    assert kinds == ["paid", "refund_asked"]


async def test_after_a_long_standstill_nothing_is_sent_back_unannounced(village):
    await village.order("261125001", 1)
    await village.moves("261125001", THURSDAY.replace(hour=9), *WAY)
    for minute in (0, 20, 40):
        await village.worker.tick(THURSDAY.replace(hour=9, minute=minute) + timedelta(days=30))
    assert await village.said("waited") == ["261125001:waited:2"]
    assert (await village.find("261125001")).status is Status.AT_STATION


async def test_who_wants_no_reminders_gets_none_and_who_has_it_brought_neither(village, seal):
    await village.order("261125001", 1)
    await village.order("261125002", 2, delivery="home", address="村东头")
    for number in ("261125001", "261125002"):
        await village.moves(number, THURSDAY.replace(hour=9), *WAY)
    person = (await village.find("261125001")).person
    await village.run(lambda conn: record(conn, [OptedOut(person=person)], seal=seal, at=NOON))
    await village.worker.tick(THURSDAY.replace(hour=10) + timedelta(days=2))
    assert await village.said("waited") == []
    assert await village.alerted() == ["overdue"]


@pytest.mark.parametrize("by", ["county", "manager", "carrier", "villager"])
async def test_only_the_clock_sends_uncollected_goods_back(village, by, seal):
    await village.order("261125001", 1)
    await village.moves("261125001", THURSDAY.replace(hour=9), *WAY)
    back = OrderMoved(number="261125001", to=Status.RETURNED, at=THURSDAY + timedelta(days=20), by=by)
    with pytest.raises(IllegalMove):
        await village.run(lambda conn: record(conn, [back], seal=seal, at=THURSDAY))
