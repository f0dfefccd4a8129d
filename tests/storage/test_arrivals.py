"""What is asked of a message that comes in, in one question."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.events import WordTaught
from bot.domain.message import Inbound, Text
from bot.domain.people import Station
from bot.storage.messages import arrivals, inbox
from bot.storage.network import county_words, stations
from bot.storage.offers import campaigns
from bot.storage.persons import people

AT = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
CONTACT = "wechat:o1"


def message(key):
    return Inbound(key=key, channel="wechat", contact=CONTACT, at=AT, content=Text(text="盐"))


@pytest.fixture
def look(database, seal):
    def ask(key="k", contact=CONTACT):
        person = seal.person_id_of(contact)
        return database.run(lambda conn: arrivals.look(conn, seal, key=key, contact=contact, person=person))

    return ask


@pytest.fixture
async def who(database, seal):
    return await database.run(lambda conn: people.find_or_make(conn, seal, CONTACT, AT))


async def test_whoever_never_wrote_is_nobody_yet(look):
    assert await look() == arrivals.Arrival(None, others_wait=False, who=None)


async def test_a_new_message_comes_with_its_person(look, who):
    assert await look() == arrivals.Arrival(None, others_wait=False, who=who)


async def test_a_message_that_was_handled_comes_with_its_reply(look, who, database, seal):
    await database.run(lambda conn: inbox.add_done(conn, seal, message("k"), who.id, reply="好的", now=AT))
    assert await look() == arrivals.Arrival(inbox.Stored("k", who.id, "done", "好的"), others_wait=False, who=who)


async def test_a_pending_message_does_not_wait_for_itself(look, who, database, seal):
    await database.run(lambda conn: inbox.add_pending(conn, seal, message("k"), who.id, now=AT))
    assert await look() == arrivals.Arrival(inbox.Stored("k", who.id, "pending", ""), others_wait=False, who=who)
    assert (await look("later")).others_wait


async def test_messages_of_others_are_not_waited_for(look, who, database, seal):
    await database.run(lambda conn: inbox.add_pending(conn, seal, message("k"), "panother", now=AT))
    assert not (await look("later")).others_wait


async def test_what_a_person_left_who_is_not_known_any_more_is_found_by_its_key(look, database, seal):
    await database.run(lambda conn: inbox.add_done(conn, seal, message("k"), "perased", reply="好的", now=AT))
    assert await look() == arrivals.Arrival(inbox.Stored("k", "perased", "done", "好的"), others_wait=False, who=None)


@pytest.mark.parametrize("told", [True, False], ids=["told", "held out"])
async def test_it_is_known_at_once_whether_anybody_told_them_of_an_offer(look, who, database, told):
    await database.run(lambda conn: campaigns.note(conn, "C1", "panother", told=True, at=AT))
    assert not (await look()).was_offered
    await database.run(lambda conn: campaigns.note(conn, "C1", who.id, told=told, at=AT))
    assert (await look()).was_offered is told


async def test_whoever_has_a_station_comes_with_it(look, who, database, seal):
    station = Station(
        code="S1", name="杨柳站", level="village", county="河湾县", village="杨柳村", manager_phone="+8613900000103"
    )

    def settle(conn):
        stations.save(conn, seal, [station], at=AT)
        people.change(conn, who.id, station="S1")

    await database.run(settle)
    home = (await look()).home
    assert (home.station, home.words_stand) == (station, "")


async def test_a_word_taught_taken_back_or_taught_anew_is_known_by_the_next_message(look, who, database, seal):
    def settle(conn):
        stations.save(conn, seal, [Station(code="S1", name="杨柳站", level="village", county="河湾县")], at=AT)
        people.change(conn, who.id, station="S1")

    async def words():
        home = (await look()).home
        return await database.run(home.words)

    def teach(meaning, after=0):
        taught = WordTaught(
            county="河湾县", word="胰子", meaning=meaning, station="S1", at=AT + timedelta(seconds=after)
        )
        return database.run(lambda conn: county_words.teach(conn, taught))

    await database.run(settle)
    assert await words() == {}
    await teach("香皂")
    assert await words() == {"胰子": "香皂"}
    await teach("肥皂", after=1)
    assert await words() == {"胰子": "肥皂"}
    await database.run(lambda conn: county_words.forget(conn, "河湾县", "胰子"))
    assert await words() == {}
