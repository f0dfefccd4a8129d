"""Floods: from one sender, from one address, and of all at once; nobody else hears anything of them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from multidict import CIMultiDict
from sqlalchemy import func, select

from bot.domain.message import AnyContent, Inbound, Left, Text
from bot.keeping import Busy
from bot.ports import Hook, HookAnswer, Received
from bot.service import Service
from bot.storage.messages import inbox
from bot.storage.redis.limits import Limits
from bot.storage.redis.talks import Talks
from bot.storage.schema import inbox as inbox_table
from bot.turns import Turns
from bot.web.caller import PROXIES, caller, index_of, proxies
from bot.web.floods import FLOOD_RULES, Floods
from bot.web.keys import SEAL
from bot.web.server import make_server
from catalog.shop import Shop
from intents.understand import understand
from intents.utterance import Utterance
from tests.web.conftest import TOKEN, ZONE

MOST = 5
NOW = datetime(2026, 11, 25, 1, tzinfo=UTC)


def message(n: int, contact: str = "wechat:oFlooding", content: AnyContent | None = None) -> Inbound:
    channel = contact.partition(":")[0]
    return Inbound(key=f"{contact}:{n}", channel=channel, contact=contact, at=NOW, content=content or Text(text="你好"))


async def nothing(*_) -> dict[str, str]:
    return {}


@pytest.fixture(scope="module", autouse=True)
def _dictionaries() -> None:
    """The first message of a process reads them, and takes as long as many others: buckets empty meanwhile."""
    understand(Utterance(text="你好", at=NOW, channel="wechat", role="villager"), Shop(()))


@pytest.fixture
def service(sqlite, redis, seal) -> Service:
    turns = Turns(seal, lambda: Shop(()), ZONE)
    return Service(sqlite, Talks(redis, seal, a_minute=MOST), seal, turns, nothing, most=10)


async def test_who_sends_too_much_is_told_so_and_every_message_is_stored(service, sqlite):
    replies = [await service.handle(message(n)) for n in range(MOST + 3)]
    assert not any("太快" in reply for reply in replies[:MOST])
    assert all("太快" in reply for reply in replies[MOST:])
    stored = await sqlite.run(lambda conn: conn.scalar(select(func.count()).select_from(inbox_table)))
    assert stored == MOST + 3
    assert "太快" not in await service.handle(message(0, "wechat:oSomebodyElse"))


async def test_a_retry_of_what_came_too_fast_is_answered_the_same(service):
    replies = [await service.handle(message(n)) for n in range(MOST + 1)]
    assert await service.handle(message(MOST)) == replies[MOST]
    assert await service.handle(message(0)) == replies[0]


async def test_by_sms_a_flood_is_answered_once_a_minute_because_answers_cost(service):
    replies = [await service.handle(message(n, "sms:+8613800000000")) for n in range(MOST + 4)]
    assert ["太快" in reply for reply in replies[MOST:]] == [True, False, False, False]
    assert replies[MOST + 1 :] == ["", "", ""]


async def test_what_was_acknowledged_is_owed_its_turn_whatever_came_since(service, sqlite, seal):
    for n in range(MOST + 1):
        await service.handle(message(n))
    waiting = message(99)
    person = seal.person_id_of(waiting.contact)
    await sqlite.run(lambda conn: inbox.add_pending(conn, seal, waiting, person, now=NOW))
    assert await service.finish_pending() == 1
    stored = await sqlite.run(lambda conn: inbox.find(conn, waiting.key))
    assert stored.status == "done"
    assert "太快" not in stored.reply


async def test_leaving_is_heard_even_in_a_flood(service):
    for n in range(MOST + 1):
        await service.handle(message(n))
    assert await service.handle(message(99, content=Left())) == ""


async def test_too_many_at_once_are_not_taken_and_the_others_are_answered(service):
    said = [service.handle(message(1, f"wechat:oCrowd{n}")) for n in range(16)]
    answers = await asyncio.gather(*said, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, Busy)]
    assert len(refused) == 6
    assert all(answer for answer in answers if isinstance(answer, str))


class Platform:
    """A channel whose one hook believes who says `open sesame`."""

    name, ways = "wechat", ()

    @property
    def hooks(self) -> tuple[Hook, ...]:
        return (Hook(methods=("POST",), path="/hook/some", receive=self.receive),)

    def receive(self, request):
        if request.query.get("word") != "open sesame":
            return HookAnswer(status=403)
        answer = lambda reply: HookAnswer(body=reply.encode())  # noqa: E731 - a platform's dress in one line
        return Received(message=message(int(request.query["n"]), "wechat:oByHook"), answer=answer)


@pytest.fixture
async def client(service, sqlite, redis, seal):
    server = make_server(
        channels=(Platform(),),
        service=service,
        database=sqlite,
        seal=seal,
        zone=ZONE,
        api_token=TOKEN,
        missing=nothing,
    )
    server[FLOOD_RULES] = Floods(limits=Limits(redis), a_minute=300, body_seconds=0.3)
    async with TestClient(TestServer(server)) as client:
        yield client


async def _get(client, path="/api/v1/stations", token=TOKEN, **more) -> web.Response:
    async with client.get(path, headers={"Authorization": f"Bearer {token}"} | more) as answer:
        await answer.read()
        return answer


async def test_tokens_cannot_be_tried_without_end_and_the_right_one_still_works(client):
    wrong = [await _get(client, token=f"guess {n}") for n in range(5)]
    assert [answer.status for answer in wrong] == [401, 401, 401, 429, 429]
    assert int(wrong[-1].headers["Retry-After"]) >= 1
    assert (await _get(client)).status == 200


async def test_an_address_that_asks_too_often_is_told_when_to_come_back_and_others_are_served(client):
    answers = await asyncio.gather(*(_get(client, "/api/v1/nothing") for _ in range(400)))
    assert sum(answer.status == 404 for answer in answers) >= 300
    refused = [answer for answer in answers if answer.status == 429]
    assert refused[0].content_type == "application/problem+json"
    assert refused[0].headers["Retry-After"] == "1"
    assert (await _get(client, **{"X-Forwarded-For": "203.0.113.9"})).status == 200


@pytest.mark.parametrize(
    ("trusted", "peer", "seen"),
    [
        ("private", "10.0.0.2", "10.0.0.7"),
        ("private", "", "10.0.0.7"),
        ("private", "223.5.5.5", "223.5.5.5"),
        ("none", "10.0.0.2", "10.0.0.2"),
        ("none", "", ""),
        ("203.0.113.1", "203.0.113.1", "10.0.0.7"),
        ("203.0.113.1", "10.0.0.2", "10.0.0.2"),
        ("203.0.113.1, 10.0.0.0/8", "203.0.113.1", "198.51.100.2"),
        ("0.0.0.0/0", "203.0.113.1", "198.51.100.1"),
    ],
)
async def test_only_who_is_trusted_is_believed_about_whom_he_saw(trusted, peer, seen):
    """The nearest proxy's word is the last of the last line; where several are listed, each is passed over."""
    lines = CIMultiDict([("X-Forwarded-For", "198.51.100.1"), ("X-Forwarded-For", "198.51.100.2, 10.0.0.7")])
    request = SimpleNamespace(remote=peer, headers=lines, app={PROXIES: proxies(trusted)})
    assert caller(request) == seen


async def test_who_names_nobody_is_the_caller():
    for said in (CIMultiDict(), CIMultiDict({"X-Forwarded-For": ""}), CIMultiDict({"X-Forwarded-For": "1.2.3.4, "})):
        assert caller(SimpleNamespace(remote="10.0.0.2", headers=said, app={})) == "10.0.0.2"


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("::ffff:203.0.113.9", "::ffff:203.0.113.8", False),
        ("203.0.113.9", "203.0.113.8", False),
    ],
)
async def test_who_has_many_addresses_counts_once_and_nobody_for_another(seal, one, other, are_one):
    asking = (SimpleNamespace(remote=address, headers=CIMultiDict(), app={SEAL: seal}) for address in (one, other))
    first, second = (index_of(request) for request in asking)
    assert (first == second) is are_one
    assert one not in first


async def test_a_hook_that_is_shaken_in_vain_answers_429_and_the_platform_is_heard_all_the_same(client):
    refused = [await client.post("/hook/some", params={"word": "please"}) for _ in range(5)]
    assert [answer.status for answer in refused] == [403, 403, 403, 429, 429]
    assert "Retry-After" in refused[-1].headers
    async with client.post("/hook/some", params={"word": "open sesame", "n": "1"}) as answer:
        assert answer.status == 200


async def _dribble(client, head: str) -> bytes:
    """What the server answers to a head, when nothing follows it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
    try:
        writer.write(head.encode())
        return await asyncio.wait_for(reader.read(200), 5)
    finally:
        writer.close()


@pytest.mark.parametrize("path", ["/hook/some?word=open+sesame&n=7", "/api/v1/orders/1/events"])
async def test_a_body_that_does_not_come_is_not_waited_for(client, path):
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nAuthorization: Bearer {TOKEN}\r\n\r\nabc"
    assert b" 408 " in (await _dribble(client, head)).partition(b"\r\n")[0]


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("GET /healthz HTTP/1.1\r\nHost: x\r\n" + "".join(f"X-{n}: y\r\n" for n in range(500)) + "\r\n", 400),
        ("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + "y" * 20_000 + "\r\n\r\n", 400),
        ("GET /" + "a" * 70_000 + " HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("POST /hook/some HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", 400),
        (
            "POST /hook/some HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
        (
            "POST /hook/some HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/mixed\r\nContent-Length: 9\r\n\r\n--x",
            415,
        ),
    ],
    ids=["many headers", "a long header", "a long line", "a negative length", "two lengths", "many parts"],
)
async def test_a_head_out_of_all_bounds_is_refused(client, head, status):
    assert f" {status} ".encode() in (await _dribble(client, head)).partition(b"\r\n")[0]


async def test_a_hundred_slow_clients_keep_nobody_waiting(client):
    slow = [await asyncio.open_connection("127.0.0.1", client.port) for _ in range(100)]
    for _, writer in slow:
        writer.write(b"POST /hook/some HTTP/1.1\r\nHost: x\r\nContent-")
    async with asyncio.timeout(2):
        assert (await _get(client, "/healthz")).status == 200
    for _, writer in slow:
        writer.close()
