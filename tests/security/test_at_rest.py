"""Who gets hold of the database's files learns nobody's phone and nobody's openid, not even from what was said of them; and
those it was said to read it as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.commands.resealing import resealed
from bot.domain.letter import Letter
from bot.domain.message import Inbound, Text
from bot.domain.people import Station
from bot.service import Service
from bot.storage.messages import inbox, outbox, outbox_list
from bot.storage.network import alerts, stations
from bot.storage.persons import people
from bot.storage.privacy import own_data
from bot.storage.privacy.resealing import TABLES
from bot.storage.privacy.seal import CONCEALED, Seal
from bot.storage.redis.talks import Talks
from bot.storage.schema import idempotency
from bot.storage.schema import outbox as letters
from bot.turns import Turns
from bot.web.server import make_server
from catalog.shop import Shop
from tests.conftest import SECRET
from tests.web.conftest import TOKEN, ZONE

NOW = datetime(2026, 11, 25, 1, tzinfo=UTC)
VILLAGER, OPENID, MANAGER = "sms:+8613800000001", "oBossOfYangliuVillage", "+8613900000103"
STATION = Station(
    code="YL", name="杨柳站", level="village", county="河湾县", village="杨柳村", manager_name="王站长", manager_phone=MANAGER, manager_wechat=OPENID,
)  # fmt: skip  # a table, a row a line
CALL = Inbound(key="sms:13800000001-7", channel="sms", contact=VILLAGER, at=NOW, content=Text(text="人工"))


async def nothing(*_) -> dict[str, str]:
    return {}


def service_of(database, redis, seal) -> Service:
    return Service(database, Talks(redis, seal), seal, Turns(seal, lambda: Shop(()), ZONE), nothing)


async def settle(database, seal) -> None:
    """A station with its manager, and a villager of it."""

    def work(conn) -> None:
        stations.save(conn, seal, [STATION], at=NOW)
        villager = people.find_or_make(conn, seal, VILLAGER, NOW)
        people.change(conn, villager.id, station="YL")

    await database.run(work)


def told_in(folder) -> set[str]:
    """Which of the numbers and names stand in any file."""
    files = b"".join(path.read_bytes() for path in folder.glob("cunkou.db*"))
    assert "站长".encode() in files
    return {one for one in ("13800000001", MANAGER.removeprefix("+86"), OPENID) if one.encode() in files}


async def test_who_calls_a_human_and_who_is_to_call_back_are_named_to_each_other_alone(sqlite, redis, seal, tmp_path):
    await settle(sqlite, seal)
    service = service_of(sqlite, redis, seal)
    reply = await service.handle(CALL)
    assert "13900000103" in reply
    assert await service.handle(CALL) == reply, "brought again, it is answered alike"
    [alert] = await sqlite.run(lambda conn: alerts.unseen(conn, seal, "YL"))
    assert "13800000001" in alert.text
    [leased] = await sqlite.run(lambda conn: outbox.lease(conn, seal, now=datetime.now(UTC), until=NOW))
    [listed] = (await sqlite.run(lambda conn: outbox_list.page(conn, seal))).rows
    assert leased.letter.text == listed.text
    assert "13800000001" in listed.text
    assert "13800000001" in leased.letter.sms
    kept = await sqlite.run(lambda conn: own_data.gather(conn, seal, seal.person_id_of(VILLAGER)))
    assert [row["reply"] for row in kept["messages"]] == [reply]
    assert told_in(tmp_path) == set()


async def test_what_must_be_said_later_is_kept_closed_until_then(sqlite, redis, seal, tmp_path):
    await settle(sqlite, seal)
    service = service_of(sqlite, redis, seal)
    message = service.known(CALL)
    await sqlite.run(lambda conn: inbox.add_pending(conn, seal, message, seal.person_id_of(VILLAGER), now=NOW))
    assert await service.finish_pending() == 1
    stored = await sqlite.run(lambda conn: inbox.find(conn, message.key))
    assert "13900000103" in seal.reveal(stored.reply)
    texts = [row.text for row in (await sqlite.run(lambda conn: outbox_list.page(conn, seal))).rows]
    assert sorted("13900000103" in text for text in texts) == [False, True]
    assert told_in(tmp_path) == set()


async def test_the_kept_answers_of_the_api_tell_of_nobody_and_are_given_again(sqlite, redis, seal, tmp_path):
    await settle(sqlite, seal)
    villager = seal.person_id_of(VILLAGER)
    letter = Letter(key="k", to=villager, notice="order_at_station", text="到了，问王站长", sms="到了")

    def failed(conn) -> int:
        outbox.write(conn, seal, [letter], now=NOW)
        number = conn.execute(select(letters.c.id)).scalar_one()
        outbox.failed(conn, [number], error="x")
        return number

    number = await sqlite.run(failed)
    service = service_of(sqlite, redis, seal)
    server = make_server(
        channels=(), service=service, database=sqlite, seal=seal, zone=ZONE, api_token=TOKEN, missing=nothing
    )
    asked = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": "once"}
    async with TestClient(TestServer(server)) as client:
        answers = []
        for _ in range(2):
            async with client.post(f"/api/v1/outbox/{number}/retry", headers=asked) as answer:
                answers.append((answer.status, await answer.json()))
    assert answers[0] == answers[1]
    assert answers[0][1]["to"] == VILLAGER
    assert (await sqlite.run(lambda conn: conn.execute(select(idempotency.c.body)).scalar())).startswith(CONCEALED)
    assert told_in(tmp_path) == set()


@pytest.mark.parametrize("words", ["电话13800000001，聊完回“交回”。", "打 +8613800000001", CONCEALED, f"{CONCEALED}x"])
def test_words_that_name_a_phone_are_sealed_and_revealed(seal, words):
    kept = seal.conceal(words)
    assert kept.startswith(CONCEALED)
    assert "138" not in kept
    assert seal.reveal(kept) == words


@pytest.mark.parametrize("words", ["", "好的，两瓶酱油", "单号261126013，取货码 4821", "尾号0001的乡亲"])
def test_other_words_stay_as_they_are(seal, words):
    assert seal.conceal(words) == seal.reveal(words) == words


def test_while_the_release_before_may_read_it_nothing_is_closed_to_it():
    words = "电话13800000001"
    early, later = (Seal(SECRET, since=datetime.now(UTC) + timedelta(hours=hours)) for hours in (1, -1))
    assert early.conceal(words) == words
    assert later.conceal(words) != words
    assert early.reveal(later.conceal(words)) == words


async def test_what_names_a_phone_is_sealed_anew_when_the_secret_is_changed(sqlite, redis, seal):
    await settle(sqlite, seal)
    service = service_of(sqlite, redis, seal)
    reply, key = await service.handle(CALL), service.known(CALL).key
    new = Seal("the key of next year, thirty-two characters")
    both = Seal("the key of next year, thirty-two characters", SECRET)
    rounds = {table.name: await resealed(sqlite, both, table) for table in TABLES}
    assert not any(one.broken for table in rounds.values() for one in table)
    stored = await sqlite.run(lambda conn: inbox.find(conn, key))
    assert new.reveal(stored.reply) == reply
    [alert] = await sqlite.run(lambda conn: alerts.unseen(conn, new, "YL"))
    assert "13800000001" in alert.text
