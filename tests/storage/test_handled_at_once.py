"""Two processes handle the same message at the same moment, since Redis forgot who holds the seat: one of them has its effect."""

from __future__ import annotations

import asyncio

import pytest
from made import NOON, ZONE, a_message, a_station, an_article
from sqlalchemy import func, select
from sqlalchemy.util import await_only

from bot.dialogue.take import take_turn
from bot.dialogue.talk import Talk
from bot.domain.events import StationBound
from bot.storage.messages import inbox
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.schema import orders
from bot.storage.sql.retake import AlreadyHandled
from bot.turns import Turns
from catalog.shop import Shop


@pytest.fixture
async def kept(postgres, seal):
    """A confirmation that waits to be handled, its person, and the conversation with what was read back to them."""
    turns = Turns(seal, lambda: Shop([an_article("R", name="稻花香5kg", unit="袋")]), ZONE)
    asked, yes = (a_message(text=text) for text in ("稻花香一袋", "确认"))

    def begin(conn):
        stations.save(conn, seal, [a_station()], at=NOON)
        person = people.find_or_make(conn, seal, yes.contact, NOON).id
        record(conn, [StationBound(person=person, station="YL")], seal=seal, at=NOON)
        read_back = turns.take(conn, asked, person, Talk(), attempt=0, caught_up=False, beyond=0)
        turns.keep_for_later(conn, yes, "no answer in time")
        return person, read_back.talk

    return turns, yes, *await postgres.run(begin)


async def test_who_handles_a_message_that_was_handled_meanwhile_leaves_nothing(postgres, kept, monkeypatch):
    turns, yes, person, talk = kept
    begun, over = asyncio.Event(), asyncio.Event()

    def slowly(talk, content, facts):
        turn = take_turn(talk, content, facts)
        if talk != Talk():
            begun.set()
            await_only(over.wait())
        return turn

    def take(of):
        return postgres.run(lambda conn: turns.take(conn, yes, person, of, attempt=0, caught_up=True, beyond=0))

    monkeypatch.setattr("bot.turns.take_turn", slowly)
    remembers = asyncio.create_task(take(talk))
    await begun.wait()
    forgot = await take(Talk())
    over.set()
    with pytest.raises(AlreadyHandled):
        await remembers
    assert "下单了" not in forgot.reply
    assert (await postgres.run(lambda conn: inbox.find(conn, yes.key))).reply == forgot.reply
    assert await postgres.run(lambda conn: conn.execute(select(func.count()).select_from(orders)).scalar()) == 0
    assert (await take(talk)).reply == forgot.reply
