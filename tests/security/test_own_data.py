"""导出: what is kept of a person is shown to that person, whole, once, for a day, and to nobody else."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bot.domain.message import Inbound, Text
from bot.service import Service
from bot.storage import schema as tables
from bot.storage.persons import people
from bot.storage.privacy import own_data
from bot.storage.privacy.datalink import PAGE, data_link, data_token, person_of_token
from bot.storage.redis.limits import Limits
from bot.storage.redis.talks import Talks
from bot.turns import Turns
from bot.web.own_data import add_own_data
from bot.web.server import make_server
from catalog.shop import Shop
from config.data import read_yaml
from tests.web.conftest import TOKEN, ZONE

NOW = datetime(2026, 11, 25, 1, tzinfo=UTC)
BASE = "https://village.example"
HOLDERS = {"person", "recipient", "seller", "buyer", "parent", "child", "helper", "by", "used_by", "manager"}
"""Columns that hold a person's id."""
NOT_TOLD = {
    ("audit", "person"): "the log of what a manager did for the shop; it is the shop's",
    ("alerts", "person"): "a work list of the station; its sentence repeats the message, which is told",
    ("broadcasts", "person"): "what a manager told the village for the shop",
    ("cash_entries", "by"): "the shop's book of cash", ("cash_entries", "person"): "a name, as the manager wrote it",
    ("settlements", "by"): "who paid out; the seller is told", ("answers", "by"): "who wrote; the villager is told",
    ("order_events", "by"): "a role, no person", ("shipments", "by"): "a role, no person",
    ("invites", "used_by"): "how a manager was appointed", ("stations", "manager"): "the station's, and published by it",
    ("stations", "parent"): "another station",
    ("insight_marks", "person"): "goes within weeks; what was bought and searched is told from its source",
    ("lesson_reminders", "person"): "when a manager is looked at next", ("orders", "recipient"): "a name; told with it",
    ("suggestions", "person"): "when something was suggested last: no word of theirs",
    ("family_codes", "parent"): "a code that runs out",
    ("kept_promises", "person"): "no person", ("payments", "by"): "a role, no person",
}  # fmt: skip  # a table, a row a line
_numbers = itertools.count()


async def nothing(*_) -> dict[str, str]:
    return {}


@pytest.fixture
def service(sqlite, redis, seal) -> Service:
    turns = Turns(seal, lambda: Shop(()), ZONE, public_url=BASE)
    return Service(sqlite, Talks(redis, seal), seal, turns, nothing)


@pytest.fixture
def say(service):
    async def say(contact: str, text: str) -> str:
        channel = contact.partition(":")[0]
        key = f"{contact}:{next(_numbers)}"
        return await service.handle(Inbound(key=key, channel=channel, contact=contact, at=NOW, content=Text(text=text)))

    return say


@pytest.fixture
async def client(service, sqlite, redis, seal):
    server = make_server(
        channels=(), service=service, database=sqlite, seal=seal, zone=ZONE, api_token=TOKEN, missing=nothing
    )
    add_own_data(server, Limits(redis))
    async with TestClient(TestServer(server)) as client:
        yield client


async def _link(say, contact: str) -> str:
    reply = await say(contact, "导出")
    return reply[reply.index(BASE) :].split()[0].removeprefix(BASE)


@pytest.mark.parametrize("contact", ["wechat:oGuilan", "sms:+8613800000001"])
async def test_a_person_reads_all_that_is_kept_once(say, client, contact):
    await say(contact, "有没有桂花油")
    await say("wechat:oSomebodyElse", "我要买蓝色的窗帘")
    link = await _link(say, contact)
    async with client.get(link) as answer:
        assert answer.status == 200
        assert "桂花油" not in await answer.text(), "a preview spends nothing and shows nothing"
        assert answer.headers["Cache-Control"] == "no-store"
    async with client.post(link, data={"as": "file"}) as answer:
        assert answer.content_type == "application/json"
        data = await answer.json()
    assert contact.partition(":")[2] in str(data["contacts"])
    assert "桂花油" in str(data["messages"])
    assert "窗帘" not in str(data)
    async with client.post(link) as answer:
        assert answer.status == 404
        assert "桂花油" not in await answer.text()


async def test_a_page_that_fails_logs_no_link(say, client, monkeypatch):
    def broken(*_):
        raise RuntimeError("broken")

    link = await _link(say, "wechat:oGuilan")
    monkeypatch.setattr(own_data, "gather", broken)
    with capture_logs() as lines:
        async with client.post(link) as answer:
            assert answer.status == 500
    failed = [line for line in lines if line["event"] == "page_failed"]
    assert [line["route"] for line in failed] == [PAGE + "/{token}"]
    assert link.rpartition("/")[2] not in str(failed)
    monkeypatch.undo()
    async with client.post(link, data={"as": "file"}) as answer:
        assert answer.status == 200, "what was not shown has not spent the link"


async def test_the_page_speaks_chinese_and_shows_words_as_words(say, client):
    await say("wechat:oGuilan", "<script>alert(1)</script>桂花油")
    async with client.post(await _link(say, "wechat:oGuilan")) as answer:
        page = await answer.text()
    assert "您发来的话" in page
    assert "桂花油" in page
    assert "<script>alert" not in page


async def test_after_erasure_an_old_link_shows_nothing(say, client, sqlite, seal):
    await say("wechat:oGuilan", "有没有桂花油")
    link = await _link(say, "wechat:oGuilan")
    person = seal.person_id_of("wechat:oGuilan")
    await sqlite.run(lambda conn: people.erase(conn, seal, person, NOW))
    async with client.post(link, data={"as": "file"}) as answer:
        told = await answer.text()
    assert "桂花油" not in told
    assert "oGuilan" not in told


async def test_both_databases_tell_of_every_part(database, seal):
    person = seal.person_id_of("wechat:oGuilan")
    await database.run(lambda conn: people.find_or_make(conn, seal, "wechat:oGuilan", NOW))
    data = await database.run(lambda conn: own_data.gather(conn, seal, person))
    assert set(data) == {"person", "contacts"}
    assert data["contacts"][0]["address"] == "oGuilan"


def test_a_link_is_good_for_a_day_and_for_one_person(seal):
    person, other = seal.person_id_of("wechat:oA"), seal.person_id_of("wechat:oB")
    token = data_token(seal, person, NOW)
    assert person_of_token(seal, token, NOW - timedelta(seconds=1)) == person
    assert person_of_token(seal, token, NOW) == ""
    assert person_of_token(seal, token.replace(person, other), NOW - timedelta(hours=1)) == ""
    later = f"{int(NOW.timestamp()) + 9999:08x}"
    assert person_of_token(seal, "-".join([person, later, token.rpartition("-")[2]]), NOW) == ""
    assert data_link(seal, "", person, NOW) == ""


@pytest.mark.parametrize("token", ["", "x", "p-1-2", "../../etc/passwd", "p" * 13 + "-00000000-" + "a" * 26, "ｐ" * 49])
async def test_a_made_up_link_leads_nowhere(client, token):
    for answer in (await client.get(f"{PAGE}/{token}"), await client.post(f"{PAGE}/{token}")):
        assert answer.status == 404


def test_no_table_that_holds_a_person_is_forgotten():
    told = {(kept.table.name, column) for kept in own_data.KEPT.values() for column in kept.whose}
    holding = {(table.name, c.name) for table in tables.metadata.tables.values() for c in table.columns if c.name in HOLDERS}  # fmt: skip  # what belongs together on one line
    assert holding - told - set(NOT_TOLD) == set()


def test_every_part_and_field_has_a_name_for_people():
    said = read_yaml("own_data.yaml")
    assert {*own_data.KEPT, "lines"} == set(said["parts"])
    fields = {own_data.NAMED.get(name, name) for kept in own_data.KEPT.values() for name in (*kept.plain, *kept.sealed)}
    assert fields <= set(said["fields"])
