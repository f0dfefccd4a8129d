"""Messages that came in are stored once, answered the same, and finished in order."""

from __future__ import annotations

import pytest
from made import NOON, NOW, SECOND, a_message

from bot.domain.message import Clicked, Followed, Picture, Place, Text, Voice
from bot.storage.messages import inbox
from bot.storage.sql.retake import AlreadyHandled, Retake

LATER = NOW + 30 * SECOND


async def test_a_handled_message_is_found_with_its_reply(run, database):
    message = a_message()
    assert await database.run(lambda conn: inbox.find(conn, message.key)) is None
    await run(inbox.add_done, message, "pa", reply="好的", now=NOW)
    stored = await database.run(lambda conn: inbox.find(conn, message.key))
    assert stored == inbox.Stored(message.key, "pa", "done", "好的")


async def test_a_message_that_comes_learns_what_became_of_it_and_whether_others_wait(run, database):
    def arriving(key, person="pa"):
        return database.run(lambda conn: inbox.arriving(conn, key, person))

    assert await arriving("sms:1") == (None, False)
    await run(inbox.add_pending, a_message("sms:1"), "pa", now=NOW)
    assert await arriving("sms:1") == (inbox.Stored("sms:1", "pa", "pending", ""), False)
    assert await arriving("sms:2") == (None, True)
    assert await arriving("sms:2", "pb") == (None, False)
    await run(inbox.add_done, a_message("sms:2"), "pa", reply="好的", now=NOW)
    assert await arriving("sms:2") == (inbox.Stored("sms:2", "pa", "done", "好的"), True)


async def test_the_same_message_cannot_be_handled_twice(run):
    message = a_message()
    await run(inbox.add_done, message, "pa", reply="好的", now=NOW)
    with pytest.raises(AlreadyHandled):
        await run(inbox.add_done, message, "pa", reply="好的", now=NOW)
    assert issubclass(AlreadyHandled, Retake)
    assert not await run(inbox.add_pending, message, "pa", now=NOW)


async def test_what_was_answered_cannot_be_given_up_any_more(run, database):
    message = a_message()
    await run(inbox.add_done, message, "pa", reply="好的", now=NOW)
    assert not await database.run(lambda conn: inbox.fail(conn, message.key, error="boom", reply="对不起"))
    assert (await database.run(lambda conn: inbox.find(conn, message.key))).reply == "好的"


async def test_the_same_words_with_another_key_are_another_message(run):
    for key in ("sms:1", "sms:2"):
        await run(inbox.add_done, a_message(key), "pa", reply="好的", now=NOW)


@pytest.mark.parametrize(
    "content",
    [Text(text="来两瓶🍺酱油"), Voice(), Picture(url="http://x/y"), Place(latitude=36.1, longitude=111.5), Followed(scene="YL"), Clicked(key="menu")],
)  # fmt: skip  # a table, a row a line
async def test_what_waits_comes_back_as_it_was_said(run, content):
    message = a_message()
    message = type(message)(key=message.key, channel="wechat", contact="wechat:oA", at=NOON, content=content)
    await run(inbox.add_pending, message, "pa", now=NOW)
    [waiting] = await run(inbox.pending_of, "pa")
    assert waiting.inbound == message
    assert waiting.attempts == 0


async def test_pending_messages_of_a_person_are_leased_one_at_a_time_and_in_order(run, database):
    messages = [a_message() for _ in range(3)]
    for message in messages:
        await run(inbox.add_pending, message, "pa", now=NOW)
    await run(inbox.add_pending, a_message("sms:other", contact="sms:+8613800000009"), "pb", now=NOW)
    assert [waiting.inbound.key for waiting in await run(inbox.pending_of, "pa")] == [m.key for m in messages]

    taken = await run(inbox.lease, now=NOW, until=LATER)
    assert {waiting.inbound.key for waiting in taken} == {messages[0].key, "sms:other"}
    assert await run(inbox.lease, now=NOW, until=LATER) == []
    await database.run(lambda conn: inbox.finish(conn, messages[0].key, reply="好"))
    assert [w.inbound.key for w in await run(inbox.lease, now=NOW, until=LATER)] == [messages[1].key]


async def test_a_lease_that_ran_out_is_given_to_the_next(run):
    message = a_message()
    await run(inbox.add_pending, message, "pa", now=NOW)
    await run(inbox.lease, now=NOW, until=LATER)
    [again] = await run(inbox.lease, now=LATER, until=LATER + SECOND)
    assert again.inbound == message


async def test_a_message_that_fails_waits_then_is_kept_with_its_error(run, database):
    message = a_message()
    await run(inbox.add_pending, message, "pa", now=NOW)
    await database.run(lambda conn: inbox.retry(conn, message.key, attempts=1, error="boom", not_before=LATER))
    assert await run(inbox.lease, now=NOW, until=LATER) == []
    [again] = await run(inbox.lease, now=LATER, until=LATER + SECOND)
    assert again.attempts == 1
    assert await database.run(lambda conn: inbox.fail(conn, message.key, error="boom", reply="对不起"))
    assert await run(inbox.lease, now=LATER + 2 * SECOND, until=LATER + 3 * SECOND) == []
    stored = await database.run(lambda conn: inbox.find(conn, message.key))
    assert (stored.status, stored.reply) == ("failed", "对不起")


async def test_the_age_of_what_waits_longest_is_known(run, database):
    assert await database.run(inbox.oldest_pending) is None
    await run(inbox.add_pending, a_message(), "pa", now=NOW)
    await run(inbox.add_pending, a_message(), "pa", now=LATER)
    assert await database.run(inbox.oldest_pending) == NOW
