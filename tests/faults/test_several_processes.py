"""Servers and workers side by side on one PostgreSQL and one Redis Cluster: they hold no state of their own."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import aiohttp
import pytest
from clusters import Cluster
from trouble import CATALOG, Troubled, write_stations

from bot.demo.people import Person
from bot.demo.server import Server
from bot.demo.village import Village, open_village
from bot.demo.wechat_user import Account, WechatUser


class Replicas(NamedTuple):
    one: Troubled
    two: Troubled
    worker: Server

    @property
    def servers(self) -> tuple[Server, Server]:
        """The two that take messages."""
        return self.one.village.server, self.two.village.server


@pytest.fixture(scope="module")
async def replicas(tmp_path_factory, new_postgres_url) -> AsyncIterator[Replicas]:
    """The same village through two web servers, and the worker that sends."""
    home = tmp_path_factory.mktemp("replicas")
    cluster = Cluster(home)
    try:
        await cluster.start()
        settings = {"DATABASE_URL": await new_postgres_url(), "REDIS_URL": cluster.url}
        async with _opened(home, settings) as opened:
            yield opened
    finally:
        await cluster.stop()


@asynccontextmanager
async def _opened(home, settings) -> AsyncIterator[Replicas]:
    stations = write_stations(home / "stations.csv")
    async with open_village(home / "one", catalog=CATALOG, stations=stations, settings=settings, role="web") as one:
        other = Server(home / "two", one.settings)
        worker = Server(home / "worker", one.settings)
        try:
            await asyncio.gather(other.start("web"), worker.start("worker"))
            two = Village(other, one.wechat, one.gateway, one.http, one.settings)
            yield Replicas(Troubled(one), Troubled(two), worker)
        finally:
            await asyncio.gather(other.stop(), worker.stop())


async def test_two_servers_and_a_worker_are_one_shop(replicas):
    one, two, worker = replicas
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


AMOUNTS = range(2, 14)


async def test_every_conversation_keeps_its_order_while_servers_are_killed_and_come_back(replicas):
    people = [await replicas.one.newcomer() for _ in range(8)]
    talking = asyncio.gather(*(_changes_their_mind(replicas, person) for person in people))
    for server in replicas.servers:
        await asyncio.sleep(0.3)
        await server.kill()
        await server.start("web")
    await talking
    for person in people:
        assert await _until_ordered(replicas.one, person) == [{"V006": AMOUNTS[-1]}]


async def _changes_their_mind(replicas: Replicas, person: Person) -> None:
    hooks = itertools.cycle(f"{server.base}/hook/wechat" for server in replicas.servers)
    await _delivered(person.wechat, hooks, "粤盐一袋")
    for amount in AMOUNTS:
        await _delivered(person.wechat, hooks, f"改成{amount}袋")
        await asyncio.sleep(0.15)
    await _delivered(person.wechat, hooks, "确认")


async def _delivered(user: WechatUser, hooks: Iterator[str], text: str) -> None:
    """Deliver as WeChat does, again and again until somebody says 200; the balancer takes another server each time."""
    xml = user.message("text", Content=text)
    async with asyncio.timeout(30):
        while True:
            at = WechatUser(user.session, Account(hook=next(hooks), token=user.account.token), user.openid)
            try:
                if (await at.deliver(xml)).status == 200:
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)


async def _until_ordered(troubled, person):
    """What somebody ordered; the last message may still be with the worker."""
    async with asyncio.timeout(15):
        while not (lines := await troubled.lines(person)):  # noqa: ASYNC110 - another process orders
            await asyncio.sleep(0.1)
    return lines
