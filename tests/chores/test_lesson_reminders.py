"""Once a week a station's manager hears what is worth two minutes, unless he wants to hear nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.chores.lessons import LESSONS
from bot.chores.running import Chores
from bot.domain.course import courses
from bot.domain.events import OptedOut, PickupRefused, QuizAnswered
from bot.domain.message import Inbound, Text
from bot.domain.people import Station
from bot.storage.messages import inbox
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.schema import outbox

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE)
WEEK = timedelta(days=7)
STATIONS = [
    Station(code="HW00", name="河湾县服务中心", level="county", county="河湾县", manager_wechat="oCounty"),
    Station(code="YL", name="杨柳站", county="河湾县", manager_name="老周", manager_wechat="oBoss"),
    Station(code="YM", name="榆木站", county="河湾县", manager_name="老周", manager_wechat="oBoss"),
]


class School:
    def __init__(self, database, seal) -> None:
        self.database, self.seal = database, seal
        self.worker = Chores(database, seal, ZONE, lambda: None, [LESSONS])
        self.boss = seal.person_id_of("wechat:oBoss")

    async def happens(self, *events, at=NOON) -> None:
        await self.database.run(lambda conn: record(conn, events, seal=self.seal, at=at))

    async def told(self) -> list[str]:
        query = select(outbox.c.text, outbox.c.recipient, outbox.c.urgent).order_by(outbox.c.id)
        rows = await self.database.run(lambda conn: conn.execute(query).all())
        assert all(row.recipient == self.boss and not row.urgent for row in rows)
        return [row.text for row in rows]

    def answered(self, course, count) -> list[QuizAnswered]:
        pieces = course.pieces[:count]
        return [QuizAnswered(person=self.boss, course=course.key, piece=p.key, right=True, at=NOON) for p in pieces]

    async def writes(self) -> None:
        said = Inbound(key="k1", channel="wechat", contact="wechat:oBoss", at=NOON, content=Text(text="帮助"))
        await self.database.run(lambda conn: inbox.add_done(conn, self.seal, said, self.boss, reply="", now=NOON))


@pytest.fixture
async def unheard(sqlite, seal) -> School:
    await sqlite.run(lambda conn: stations.save(conn, seal, STATIONS, at=NOON))
    return School(sqlite, seal)


@pytest.fixture
async def school(unheard) -> School:
    await unheard.writes()
    return unheard


async def test_a_network_that_was_just_imported_is_told_nothing_until_its_managers_write(unheard):
    for days in (0, 7):
        await unheard.worker.tick(NOON + timedelta(days=days))
    assert await unheard.told() == []
    await unheard.writes()
    await unheard.worker.tick(NOON + timedelta(days=8))
    (text,) = await unheard.told()
    assert "站长课开了" in text


async def test_who_runs_stations_hears_once_that_there_are_courses(school):
    for days in (0, 1, 7, 14):
        await school.worker.tick(NOON + timedelta(days=days))
    (text,) = await school.told()
    assert "站长课开了" in text


async def test_each_week_one_hears_what_went_wrong_in_it(school):
    await school.happens(*(PickupRefused(station="YL", code="1", at=NOON) for _ in range(3)))
    await school.worker.tick(NOON)
    await school.worker.tick(NOON + timedelta(hours=1))
    await school.happens(PickupRefused(station="YL", code="1", at=NOON + WEEK))
    await school.worker.tick(NOON + WEEK)
    assert [text.partition("。")[0] for text in await school.told()] == ["这周有3个取货码输错", "这周有1个取货码输错"]


async def test_who_stopped_half_way_hears_how_little_is_left(school):
    await school.happens(*school.answered(courses()[0], 3))
    await school.worker.tick(NOON)
    assert await school.told() == ["“服务与称呼”还差2节就学完了，回“学习”接着。不想收回“退订”。"]


async def test_by_night_nobody_is_reminded(school):
    await school.worker.tick(NOON.replace(hour=22))
    assert await school.told() == []


async def test_who_opted_out_hears_nothing(school):
    await school.database.run(lambda conn: people.load(conn, school.seal, school.boss))
    await school.happens(PickupRefused(station="YL", code="1", at=NOON), OptedOut(person=school.boss))
    await school.worker.tick(NOON)
    assert await school.told() == []
