"""Secrets are changed while everybody goes on: what the one before made is still believed, opened and found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import func, select

from bot.app import _carriers
from bot.channels.rotation import either, rotating
from bot.commands.resealing import resealed
from bot.domain.people import Station
from bot.ports import Hook, HookAnswer, HookRequest
from bot.service import Service
from bot.storage.network import stations
from bot.storage.persons import appointments, families, people
from bot.storage.privacy import datalink
from bot.storage.privacy.resealing import SEALED, TABLES
from bot.storage.privacy.seal import BrokenSeal, Seal
from bot.storage.redis.talks import Talks
from bot.storage.schema import contacts, metadata
from bot.turns import Turns
from bot.web import keys
from bot.web.server import make_server
from catalog.shop import Shop
from config.settings import Settings
from tests.web.conftest import ZONE

OLD_KEY, NEW_KEY = "the key of last year, thirty-two characters", "the key of this year, thirty-two characters"
OLD, NEW, BOTH = Seal(OLD_KEY), Seal(NEW_KEY), Seal(NEW_KEY, OLD_KEY)
WECHAT, PHONE = "wechat:oGuilan", "sms:+8613800000001"
NOW = datetime(2026, 11, 25, 1, tzinfo=UTC)
BOSS = Station(code="LH01", name="柳河站", county="青石县", manager_wechat="oBoss", manager_phone="+8613900000001")


def test_while_a_key_is_changed_both_are_read_and_one_is_written():
    assert BOTH.unseal(OLD.seal("桂兰")) == "桂兰"
    assert NEW.unseal(BOTH.seal("桂兰")) == "桂兰"
    assert BOTH.index(WECHAT) == NEW.index(WECHAT)
    assert BOTH.indexes(WECHAT) == (NEW.index(WECHAT), OLD.index(WECHAT))
    assert (BOTH.is_own(OLD.seal("x")), BOTH.is_own(NEW.seal("x")), BOTH.is_own("")) == (False, True, True)
    with pytest.raises(BrokenSeal):
        BOTH.unseal(Seal("k" * 40).seal("x"))


async def test_who_wrote_before_is_the_same_person_after(database):
    mother = await database.run(lambda conn: people.find_or_make(conn, OLD, WECHAT, NOW))
    await database.run(lambda conn: people.change(conn, mother.id, name="桂兰", address=OLD.seal("村东头")))
    found = await database.run(lambda conn: people.find_or_make(conn, BOTH, WECHAT, NOW))
    assert (found.id, found.name, found.address) == (mother.id, "桂兰", "村东头")
    assert await database.run(lambda conn: people.person_of(conn, BOTH, WECHAT)) == mother.id
    count = select(func.count()).select_from(contacts)
    assert await database.run(lambda conn: conn.execute(count).scalar()) == 1


async def test_a_process_that_still_writes_with_the_old_key_finds_them_too(database):
    """Servers are restarted one by one: those that come later know the new key already, and seal with the old one."""
    later = Seal(OLD_KEY, NEW_KEY)
    person = await database.run(lambda conn: people.find_or_make(conn, BOTH, WECHAT, NOW))
    assert (await database.run(lambda conn: people.find(conn, later, WECHAT))).id == person.id
    assert (await database.run(lambda conn: people.find(conn, BOTH, WECHAT))).id == person.id


async def _reseal(database):
    return {table.name: await resealed(database, BOTH, table) for table in TABLES}


async def test_after_reseal_the_old_key_is_needed_no_more(database):
    mother = await database.run(lambda conn: people.find_or_make(conn, OLD, WECHAT, NOW))
    await database.run(lambda conn: people.link(conn, OLD, PHONE, mother.id, NOW))
    await database.run(lambda conn: people.change(conn, mother.id, address=OLD.seal("村东头")))
    await database.run(lambda conn: stations.save(conn, OLD, [BOSS], at=NOW))
    rounds = await _reseal(database)
    assert sum(one.resealed for one in rounds["contacts"]) == 4
    assert not any(one.broken for table in rounds.values() for one in table)
    found = await database.run(lambda conn: people.find(conn, NEW, PHONE))
    assert (found.id, found.address) == (mother.id, "村东头")
    assert (await database.run(lambda conn: stations.find(conn, NEW, "LH01"))).manager_phone == "+8613900000001"
    boss = await database.run(lambda conn: people.find(conn, NEW, "wechat:oBoss"))
    assert boss.manages == ("LH01",)
    again = await _reseal(database)
    assert not any(one.resealed for table in again.values() for one in table), "a second time changes nothing"


async def test_reseal_goes_through_a_table_in_rounds_and_leaves_what_nobody_can_open(sqlite, monkeypatch):
    monkeypatch.setattr("bot.storage.privacy.resealing.AT_ONCE", 2)
    for n in range(5):
        await sqlite.run(lambda conn, n=n: people.find_or_make(conn, OLD, f"wechat:o{n}", NOW))
    broken = Seal("k" * 40)
    await sqlite.run(lambda conn: people.find_or_make(conn, broken, "wechat:oLost", NOW))
    rounds = await resealed(sqlite, BOTH, contacts)
    assert (sum(one.resealed for one in rounds), sum(one.broken for one in rounds)) == (5, 1)


async def test_two_persons_made_of_one_contact_become_one(database):
    """Two servers with different keys heard somebody new at the same moment."""
    first = await database.run(lambda conn: people.find_or_make(conn, OLD, WECHAT, NOW))
    second = await database.run(lambda conn: people.find_or_make(conn, NEW, WECHAT, NOW))
    assert first.id != second.id
    await _reseal(database)
    assert (await database.run(lambda conn: people.find(conn, NEW, WECHAT))).id == second.id
    assert await database.run(lambda conn: people.find(conn, OLD, WECHAT)) is None


def test_every_sealed_column_is_resealed():
    """A column says of itself that it is sealed, or has always been called so."""
    said = {(t.name, c.name) for t in metadata.tables.values() for c in t.columns if "sealed" in f"{c.name} {c.comment}"}  # fmt: skip  # what belongs together on one line
    assert said <= {(table.name, name) for table, names in SEALED.items() for name in names}


async def test_what_the_file_named_is_known_under_the_old_key(sqlite):
    await sqlite.run(lambda conn: stations.save(conn, OLD, [BOSS], at=NOW))
    await sqlite.run(lambda conn: appointments.note(conn, OLD, BOSS, NOW))
    await sqlite.run(lambda conn: appointments.as_they_stand(conn, BOTH, [BOSS]))
    assert await sqlite.run(lambda conn: conn.execute(appointments._APPOINTED, {"codes": ["LH01"]}).first())


def test_links_made_before_still_open():
    person = OLD.person_id_of(WECHAT)
    token = datalink.data_token(OLD, person, NOW + timedelta(days=1))
    assert datalink.person_of_token(BOTH, token, NOW) == person
    assert datalink.person_of_token(NEW, token, NOW) == ""
    assert families._indexes(BOTH, "12345678") == (*families._indexes(NEW, "12345678"), *families._indexes(OLD, "12345678"))  # fmt: skip  # what belongs together on one line


def _request(secret: str) -> HookRequest:
    return HookRequest(method="POST", parts={"secret": secret}, query={}, headers={}, body=b"", now=NOW)


def _hook(secret: str) -> Hook:
    def receive(request: HookRequest) -> HookAnswer:
        right = request.parts["secret"] == secret
        return HookAnswer(status=200, body=secret.encode()) if right else HookAnswer(status=404)

    return Hook(methods=("POST",), path="/hook/{secret}", receive=receive)


def test_a_hook_hears_both_secrets_and_no_third():
    (hook,) = rotating([_hook("new")], [_hook("old")])
    assert [hook.receive(_request(said)).status for said in ("new", "old", "older")] == [200, 200, 404]
    assert hook.path == "/hook/{secret}"


def test_what_the_new_secret_finds_wrong_is_not_tried_again():
    def now(_: HookRequest) -> HookAnswer:
        return HookAnswer(status=400)

    assert either(now, _hook("old").receive)(_request("old")).status == 400


def test_pushes_subscribed_with_the_old_salt_are_believed():
    given = {"carrier_hook_secret": "new", "kuaidi100_salt": "s2", "kuaidi100_salt_previous": "s1"}
    (hook,) = _carriers(Settings(**given, carrier_hook_secret_previous="old"))
    assert hook.receive(_request("older")).status == 404
    assert hook.receive(_request("old")).status == 403, "the path is known, and nothing is signed"


async def test_the_api_takes_both_tokens_and_no_empty_one(sqlite, redis, seal):
    async def nothing(*_):
        return {}

    service = Service(sqlite, Talks(redis, seal), seal, Turns(seal, lambda: Shop(()), ZONE), nothing)
    server = make_server(
        channels=(), service=service, database=sqlite, seal=seal, zone=ZONE, api_token="new", missing=nothing
    )
    server[keys.API_TOKENS] = ("new", "old", "")
    async with TestClient(TestServer(server)) as client:
        for token, status in {"new": 200, "old": 200, "older": 401, "": 401}.items():
            answer = await client.get("/api/v1/stations", headers={"Authorization": f"Bearer {token}"})
            assert answer.status == status
