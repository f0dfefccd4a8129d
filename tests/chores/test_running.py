"""Chores: each done once in its time, by one worker, and no failure stops the others."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.chores.chore import Chore
from bot.chores.running import Chores
from bot.domain.events import AlertRaised
from bot.storage.schema import alerts

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE)


def alerting(key: str, every: timedelta = timedelta(hours=1)) -> Chore:
    def do(_conn, _seal, now):
        alert = AlertRaised(station="YL", kind="message", level="info", text="看一眼", key=f"{key}:{now:%H%M}")
        return [alert]

    return Chore(name=key, every=every, do=do)


def failing(_conn, _seal, _now):
    raise ValueError("no luck")


@pytest.fixture
def hands(database, seal):
    """Makes a worker that has these chores."""

    def make(*chores: Chore) -> Chores:
        return Chores(database, seal, ZONE, lambda: None, chores)

    return make


async def count(database) -> int:
    return await database.run(lambda conn: conn.execute(select(func.count()).select_from(alerts)).scalar_one())


async def test_a_chore_is_done_again_only_after_its_time(hands):
    worker = hands(alerting("look"))
    done = [await worker.tick(NOON + timedelta(minutes=n)) for n in (0, 30, 59, 60, 61)]
    assert done == [1, 0, 0, 1, 0]


async def test_many_workers_do_it_once(hands, database):
    done = await asyncio.gather(*(hands(alerting("look")).tick(NOON) for _ in range(8)))
    assert (sum(done), await count(database)) == (1, 1)


async def test_one_that_fails_is_tried_again_and_stops_nobody(hands, database):
    broken = Chore(name="broken", every=timedelta(hours=1), do=failing)
    assert await hands(broken, alerting("look")).tick(NOON) == 1
    mended = Chore(name="broken", every=timedelta(hours=1), do=alerting("mended").do)
    assert await hands(mended).tick(NOON) == 1
    assert await count(database) == 2
