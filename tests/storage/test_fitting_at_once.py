"""Villagers who confirm the same half-day at the same moment: as many get it as there is room, the others hear what is left."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from made import NOON, a_station, an_article
from speaking import Speaking
from sqlalchemy import select

from bot.domain.installation import Team
from bot.storage.delivery import teams
from bot.storage.network import stations
from bot.storage.schema import installation_bookings, installation_slots

FRIDGE = an_article("F1", name="容声双门冰箱", unit="台", price_fen=119900, category="大家电/冰箱", install=True)
STATION = a_station(name="杨柳站")


@pytest.fixture
async def say(postgres, seal):
    """Villagers of 杨柳站 on PostgreSQL: `await say("秀英", "容声冰箱一台")`."""

    def begin(conn):
        stations.save(conn, seal, [STATION], at=NOON)
        teams.save(conn, seal, [Team(county=STATION.county, half_day_capacity=2)])

    await postgres.run(begin)
    village = Speaking(postgres, seal, [FRIDGE], {})
    return partial(village.say, at=NOON)


async def test_of_many_who_confirm_at_once_as_many_get_the_afternoon_as_there_is_room(say, postgres):
    names = [f"人{n}" for n in range(6)]
    for name in names:
        await say(name, "容声冰箱一台，后天下午装")
        assert "后天（11月27日周五）下午师傅上门装" in await say(name, "3组18号")
    answers = await asyncio.gather(*(say(name, "确认") for name in names))
    served = [answer for answer in answers if "下单了" in answer]
    assert len(served) == 2
    assert all("下午满了，上午还有" in answer for answer in answers if answer not in served)
    left = [name for name, answer in zip(names, answers, strict=True) if answer not in served]
    for name in left:
        assert "师傅上门装" in await say(name, "1")
    again = await asyncio.gather(*(say(name, "确认") for name in left))
    assert all("下单了" in answer or "回1下单" in answer for answer in again)

    def check(conn):
        slots = conn.execute(select(installation_slots)).all()
        booked = conn.execute(select(installation_bookings)).all()
        return [(slot.taken, slot.capacity) for slot in slots], len(booked)

    taken, booked = await postgres.run(check)
    assert all(count <= room == 2 for count, room in taken)
    assert sum(count for count, _ in taken) == booked
