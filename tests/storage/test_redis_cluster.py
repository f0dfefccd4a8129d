"""Conversations on a real Redis Cluster of three masters, one of which is killed and comes back."""

from __future__ import annotations

import asyncio
import time

import msgspec
import pytest
from clusters import Cluster
from redis.crc import key_slot

from bot.doctor.memory import redis as examined
from bot.storage.privacy.seal import Seal
from bot.storage.redis.client import RedisTrouble, client_of, ping
from bot.storage.redis.sessions import Sessions
from bot.storage.redis.talks import Talks
from bot.storage.redis.windows import RedisWindows
from bot.storage.sql.database import StoreUnavailable
from config.settings import Settings
from tests.conftest import SECRET

SEAL = Seal(SECRET)

PEOPLE = [f"p{n}" for n in range(30)]
GIVEN = {"api_token": "t" * 32, "secret_key": "k" * 32}


@pytest.fixture(scope="module")
async def cluster(tmp_path_factory):
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        await cluster.start()
        yield cluster
    finally:
        await cluster.stop()


@pytest.fixture
async def client(cluster):
    async with client_of(cluster.url) as client:
        yield client
        for port in cluster.ports:
            await client.flushall(target_nodes=client.get_node("127.0.0.1", port))


def served_by(cluster, port):
    """Those of PEOPLE whose conversations this master keeps: slots are shared out evenly, in the order of the ports."""
    share = -(-16384 // len(cluster.ports))
    return [who for who in PEOPLE if key_slot(who.encode()) // share == cluster.ports.index(port)]


async def say(talks, who, words):
    async with talks.alone_with(who) as seat:
        await seat.save(msgspec.structs.replace(seat.talk, pages=(*seat.talk.pages, words)))


async def heard(talks, who):
    async with talks.alone_with(who) as seat:
        return seat.talk.pages


async def test_everybody_is_heard_in_order_whichever_master_keeps_their_talk(cluster, client):
    assert all(served_by(cluster, port) for port in cluster.ports)
    async with client_of(cluster.url) as other:
        two = Talks(client, SEAL), Talks(other, SEAL)
        for words in "abcd":
            await asyncio.gather(*(say(talks, who, words) for talks in two for who in PEOPLE))
        assert {await heard(two[0], who) for who in PEOPLE} == {tuple("aabbccdd")}


async def test_all_that_is_kept_of_a_person_lives_on_one_master(client):
    windows, sessions = RedisWindows(client, SEAL), Sessions(client, SEAL)
    await windows.open("p" + "a" * 12, "openid", count=2, seconds=60)
    assert [await windows.spend("p" + "a" * 12, "openid") for _ in range(3)] == [True, True, False]
    begun = [await sessions.begin("p" + "a" * 12) for _ in range(2)]
    await sessions.end_all("p" + "a" * 12)
    assert [await sessions.resume(one.token, reads=False) for one in begun] == [None, None]


async def test_a_master_that_is_killed_stops_its_own_people_only_and_comes_back_with_their_talks(cluster, client):
    talks, port = Talks(client, SEAL), cluster.ports[1]
    hit = served_by(cluster, port)
    spared = [who for who in PEOPLE if who not in hit]
    await asyncio.gather(*(say(talks, who, "a") for who in PEOPLE))
    await cluster.kill(port)
    for words in "bc":
        refused = [say(talks, who, words) for who in hit]
        begun = time.monotonic()
        said = await asyncio.gather(*(say(talks, who, words) for who in spared), *refused, return_exceptions=True)
        assert time.monotonic() - begun < 2
        assert [type(one) for one in said] == [type(None)] * len(spared) + [StoreUnavailable] * len(hit)
        await ping(client)
    await cluster.begin(port)
    await until_said(talks, hit[0], "d")
    assert {await heard(talks, who) for who in hit[1:]} == {("a",)}
    assert {await heard(talks, who) for who in spared} == {("a", "b", "c")}


async def until_said(talks, who, words):
    async with asyncio.timeout(10):
        while True:
            try:
                return await say(talks, who, words)
            except StoreUnavailable:
                await asyncio.sleep(0.05)


async def test_a_cluster_of_which_nothing_answers_is_not_ready():
    client = client_of("redis+cluster://127.0.0.1:1,127.0.0.1:2")
    with pytest.raises(RedisTrouble):
        await ping(client)
    with pytest.raises(StoreUnavailable):
        await say(Talks(client, SEAL), "p1", "a")
    await client.aclose()


async def test_the_doctor_looks_at_every_master(cluster, client):
    settings = Settings(**GIVEN, redis_url=cluster.url, _env_file=None)
    assert {finding.level for finding in await examined(settings)} == {"ok"}
    await client.config_set(
        "maxmemory-policy", "allkeys-lru", target_nodes=client.get_node("127.0.0.1", cluster.ports[2])
    )
    assert "allkeys-lru" in " ".join(finding.said for finding in await examined(settings))


@pytest.mark.parametrize(
    "url", ["redis+cluster://", "redis+cluster://a:b,c:1", "redis+cluster://h:0", "redis+cluster://:1"]
)
def test_a_url_that_names_no_servers_is_refused_and_says_how_to_write_one(url):
    with pytest.raises(ValueError, match=r"redis\+cluster://host:port"):
        client_of(url)


def test_user_and_password_may_hold_any_sign():
    client = client_of("redis+cluster://shop:a%40b%3A@h1:7000,h2")
    assert client.connection_kwargs["username"], client.connection_kwargs["password"] == ("shop", "a@b:")
    assert [(node.host, node.port) for node in client.nodes_manager.startup_nodes.values()] == [
        ("h1", 7000),
        ("h2", 6379),
    ]
