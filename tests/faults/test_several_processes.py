"""Servers and workers side by side on one PostgreSQL and one Redis: they hold no state of their own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from trouble import CATALOG, Troubled, write_stations

from bot.demo.server import Server
from bot.demo.village import Village, open_village


@asynccontextmanager
async def _replicas(tmp_path, settings) -> AsyncIterator[tuple[Troubled, Troubled, Server]]:
    """The same village through two web servers, and the worker that sends."""
    stations = write_stations(tmp_path / "stations.csv")
    async with open_village(tmp_path / "one", catalog=CATALOG, stations=stations, settings=settings, role="web") as one:
        other = Server(tmp_path / "two", one.settings)
        worker = Server(tmp_path / "worker", one.settings)
        try:
            await asyncio.gather(other.start("web"), worker.start("worker"))
            two = Village(other, one.wechat, one.gateway, one.http, one.settings)
            yield Troubled(one), Troubled(two), worker
        finally:
            await asyncio.gather(other.stop(), worker.stop())


async def test_two_servers_and_a_worker_are_one_shop(tmp_path, new_postgres_url, redis_server):
    settings = {"DATABASE_URL": await new_postgres_url(), "REDIS_URL": redis_server.url}
    async with _replicas(tmp_path, settings) as (one, two, worker):
        person = await one.newcomer()
        openid = person.wechat.openid
        elsewhere = two.village.person("同一个人", openid=openid)
        await person.say("粤盐一袋")
        assert "粤盐" in (await elsewhere.say("我都要了些啥")).text
        await asyncio.gather(
            *(who.say(text) for who, text in ((person, "太古白糖一袋"), (elsewhere, "紫林陈醋一瓶")) for _ in range(2))
        )
        await elsewhere.say("确认")
        assert await one.lines(person) == [{"V006": 1, "V007": 2, "V005": 2}]
        xml = person.wechat.message("text", Content="千禾酱油一升的一瓶")
        said = await asyncio.gather(*(who.wechat.deliver(xml) for who in (person, elsewhere, person, elsewhere)))
        assert len({answer.text for answer in said}) == 1
        await _is_told(one, person)
        assert "Traceback" not in worker.log_tail()


async def _is_told(troubled, person):
    """The goods arrive, reported to a server that sends nothing itself; the worker tells."""
    [order] = await troubled.village.county.orders(contact=person.contact)
    await troubled.village.county.advance(order["number"], order["status"], "at_station")
    [order] = await troubled.village.county.orders(contact=person.contact)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        told = [letter for letter in person.letters() if order["pickup_code"] in letter.text]
        if told:
            break
        await asyncio.sleep(0.05)
    assert len(told) == 1
