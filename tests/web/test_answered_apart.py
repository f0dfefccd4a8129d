"""Platforms whose answer holds no words: the reply is a letter, written with the message's effect or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from bot.domain.letter import Letter
from bot.domain.message import Inbound, Receipt, Text
from bot.service import Service
from bot.storage.messages import inbox, outbox
from bot.storage.messages.outbox_list import page
from bot.storage.persons import people
from bot.storage.redis.talks import Talks
from bot.turns import Turns
from catalog.shop import Shop
from tests.web.conftest import ZONE

AT = datetime(2026, 11, 25, 1, tzinfo=UTC)
PHONE = "sms:+8613800000001"
MESSAGE = Inbound(key="keyed:1", channel="sms", contact=PHONE, at=AT, content=Text(text="你好"), answered_apart=True)


async def works(*_) -> None:
    pass


@pytest.fixture
def service(sqlite, redis, seal) -> Service:
    return Service(sqlite, Talks(redis, seal), seal, Turns(seal, lambda: Shop(()), ZONE), works)


@pytest.fixture
def letters(sqlite, seal):
    async def read():
        return (await sqlite.run(lambda conn: page(conn, seal, limit=10))).rows

    return read


async def test_the_reply_is_one_letter_to_the_phone_however_often_the_platform_pushes(service, letters):
    reply = await service.handle(MESSAGE)
    assert await service.handle(MESSAGE) == reply
    (letter,) = await letters()
    assert (letter.to, letter.text, letter.notice, letter.status) == (PHONE, reply, "reply", "pending")


async def test_a_platform_whose_answer_holds_words_gets_no_letter_beside_it(service, letters):
    assert await service.handle(replace(MESSAGE, answered_apart=False))
    assert await letters() == []


async def test_the_apology_for_a_turn_that_failed_is_a_letter_too(service, letters, sqlite, monkeypatch):
    def broken(*_):
        raise RuntimeError("the dialogue fails")

    monkeypatch.setattr("bot.turns.take_turn", broken)
    apology = await service.handle(MESSAGE)
    assert [letter.text for letter in await letters()] == [apology]
    assert (await sqlite.run(lambda conn: inbox.find(conn, MESSAGE.key))).status == "failed"


async def test_who_has_all_forgotten_has_the_replies_forgotten(service, letters, sqlite, seal):
    await service.handle(MESSAGE)
    person = await sqlite.run(lambda conn: people.person_of(conn, seal, PHONE))
    await sqlite.run(lambda conn: people.erase(conn, seal, person, AT))
    assert await letters() == []


@pytest.mark.parametrize(
    ("closed", "reached", "opted_out"),
    [("", {"sms": "+8613800000001"}, False), ("no_number", {}, False), ("opted_out", {}, True)],
)
async def test_a_report_closes_the_phone_until_it_writes_again(service, sqlite, seal, closed, reached, opted_out):
    await service.handle(MESSAGE)
    receipt = Receipt(reference="m1", delivered=False, status="MBBLACK", closed=closed)
    await service.handle(replace(MESSAGE, key="report", content=receipt))

    def look(conn):
        who = people.find(conn, seal, PHONE)
        return people.addresses(conn, seal, [who.id]).get(who.id, {}), who.opted_out

    assert await sqlite.run(look) == (reached, opted_out)
    await service.handle(replace(MESSAGE, key="sms:aliyun:2"))
    assert (await sqlite.run(look))[0] == {"sms": "+8613800000001"}


async def test_a_report_settles_what_was_uncertain(service, sqlite, seal, letters):
    def wrote(conn):
        letter = Letter(key="k", to=PHONE, notice="n", text="货到了", sms="货到了")
        outbox.write(conn, seal, [letter], now=AT)
        (leased,) = outbox.lease(conn, seal, now=AT, until=AT.replace(hour=2))
        outbox.begin(conn, [leased.id], way="sms", reference="1-ab", now=AT)
        outbox.uncertain(conn, [leased.id], error="sms: no_answer")

    await sqlite.run(wrote)
    receipt = Receipt(reference="1-ab", delivered=True, status="delivered")
    await service.handle(Inbound(key="r", channel="sms", contact="", at=AT, content=receipt))
    assert [letter.status for letter in await letters()] == ["sent"]
