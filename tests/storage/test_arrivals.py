"""What is asked of a message that comes in, in one question."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.message import Inbound, Text
from bot.storage import arrivals, inbox, people

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
