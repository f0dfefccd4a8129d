"""How often an everyday turn asks the database: on PostgreSQL each question is a way there and back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from made import ZONE, a_message, a_station, an_article

from bot.dialogue.talk import Talk
from bot.domain.events import StationBound
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.turns import Done, Turns
from catalog.shop import Shop

AT = datetime(2026, 11, 25, 4, tzinfo=UTC)
CONTACT = "wechat:oMother"
GOODS = [an_article(), an_article("SALT", name="食盐", unit="袋", price_fen=250)]


@pytest.fixture
async def say(sqlite, seal):
    """Takes a turn of somebody whose station is known; what SQLite was asked in it."""
    turns, talks = Turns(seal, lambda: Shop(GOODS), ZONE), [Talk()]

    def settled(conn):
        stations.save(conn, seal, [a_station()], at=AT)
        person = people.find_or_make(conn, seal, CONTACT, AT)
        record(conn, [StationBound(person=person.id, station="YL")], seal=seal, at=AT)
        return person.id

    person = await sqlite.run(settled)

    def work(conn, text):
        asked = []
        raw = conn.connection.driver_connection
        raw.set_trace_callback(asked.append)
        message = a_message(contact=CONTACT, at=AT, text=text)
        done = turns.take(conn, message, person, talks[-1], attempt=0, caught_up=False, beyond=0)
        raw.set_trace_callback(None)
        assert isinstance(done, Done)
        talks.append(done.talk)
        return [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE"))]

    return lambda text: sqlite.run(lambda conn: work(conn, text))


@pytest.mark.parametrize(
    ("said", "most"),
    [
        ("你好", 2),  # who writes, and the message with its reply
        ("来两瓶草菇老抽", 4),  # the stock, and what merchants may learn of it
        ("我买了啥", 5),
    ],
)
async def test_a_turn_asks_no_more_than_it_needs(say, said, most):
    assert len(asked := await say(said)) <= most, asked


async def test_the_stock_of_a_basket_is_asked_for_at_once(say):
    await say("来两瓶草菇老抽")
    asked = await say("再来一袋食盐")
    assert len([sql for sql in asked if "FROM stock" in sql]) == 1, asked


async def test_an_order_is_placed_without_a_look_for_a_phone_nobody_gave(say):
    await say("来两瓶草菇老抽")
    asked = await say("就这些")
    assert any(sql.startswith("INSERT INTO orders") for sql in asked), asked
    assert not [sql for sql in asked if "contacts.sealed" in sql], asked
