"""Conversations on a real Redis: one person, one at a time, in order."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from redis.asyncio import Redis

from bot.dialogue.talk import Talk
from bot.metrics import TALKS_UNREADABLE
from bot.storage.privacy.seal import Seal
from bot.storage.redis.server import RedisServer
from bot.storage.redis.talk_resealing import reseal_talks
from bot.storage.redis.talk_seal import TalkSeal
from bot.storage.redis.talks import PersonBusy, SeatLost, Talks
from bot.storage.redis.trips import trips_of
from bot.storage.sql.database import StoreUnavailable
from tests.conftest import SECRET

SEAL = Seal(SECRET)

FIELD = "pages"
"""Any field of Talk that holds texts: here a list of what was said."""


def said(talk: Talk) -> tuple[str, ...]:
    return getattr(talk, FIELD)


def saying(talk: Talk, words: str) -> Talk:
    return msgspec.structs.replace(talk, **{FIELD: (*said(talk), words)})


@contextlib.asynccontextmanager
async def client_of(url, **more):
    """What was told is on its way still when a test ends; a client must not close under it."""
    async with Redis.from_url(url, **more) as client:
        yield client
        await trips_of(client).settle()


@pytest.fixture
def talks(redis):
    return Talks(redis, SEAL)


async def say(talks, words, person="p1", pause=0.0):
    async with talks.alone_with(person) as seat:
        await asyncio.sleep(pause)
        await seat.save(saying(seat.talk, words))


async def heard(talks, person="p1"):
    async with talks.alone_with(person) as seat:
        return said(seat.talk)


async def test_a_conversation_is_empty_at_first_and_kept_from_then_on(talks):
    assert await heard(talks) == ()
    await say(talks, "a")
    await say(talks, "b")
    assert await heard(talks) == ("a", "b")
    assert await heard(talks, "p2") == ()


async def test_eight_simultaneous_messages_all_count_in_the_order_they_came(talks):
    await asyncio.gather(*(say(talks, str(i), pause=0.005) for i in range(8)))
    assert await heard(talks) == tuple("01234567")


async def test_messages_to_several_processes_all_count(redis_server, redis):
    async with client_of(redis_server.url) as other:
        processes = [Talks(redis, SEAL), Talks(other, SEAL)]
        await asyncio.gather(*(say(processes[i % 2], str(i), pause=0.005) for i in range(8)))
        assert sorted(await heard(processes[0])) == list("01234567")


async def test_processes_take_turns_in_the_order_their_messages_came(redis_server, redis):
    async with client_of(redis_server.url) as client:
        here, there = Talks(redis, SEAL), Talks(client, SEAL)
        saying_it = []
        for words, process in (("1", here), ("2", there), ("3", here), ("4", here), ("5", there)):
            saying_it.append(asyncio.create_task(say(process, words, pause=0.03)))
            await asyncio.sleep(0.01)
        await asyncio.gather(*saying_it)
        assert (await heard(here))[:3] == ("1", "2", "3")
        assert sorted(await heard(here)) == list("12345")


async def test_a_process_that_died_while_waiting_holds_up_nobody_for_long(talks, redis):
    await redis.rpush("cunkou:{p1}:line", "the dead")
    await say(talks, "a")
    assert await heard(talks) == ("a",)
    await redis.set("cunkou:{p1}:lock", "another", px=300)
    ghost = asyncio.create_task(heard(Talks(redis, SEAL)))
    await asyncio.sleep(0.1)
    await redis.hset("cunkou:{p1}:seen", "vanished", 1)
    await redis.lpush("cunkou:{p1}:line", "vanished")
    assert await ghost == ("a",)
    assert await redis.keys() == [b"cunkou:{p1}:talk"]


async def test_people_do_not_wait_for_each_other(talks):
    async with asyncio.timeout(2), talks.alone_with("p1"):
        await say(talks, "a", person="p2")


async def test_leaving_without_saving_changes_nothing_and_frees_the_seat(talks):
    await say(talks, "a")
    with pytest.raises(ZeroDivisionError):
        async with talks.alone_with("p1"):
            raise ZeroDivisionError
    assert await heard(talks) == ("a",)


async def test_who_waits_too_long_is_told_so(redis):
    talks, other = Talks(redis, SEAL, patience_s=0.2), Talks(redis, SEAL, patience_s=0.2)
    async with talks.alone_with("p1"):
        for waiter in (talks, other):
            with pytest.raises(PersonBusy):
                await heard(waiter)
    assert await heard(other) == ()


async def test_a_cancelled_waiter_blocks_nobody(talks):
    async with talks.alone_with("p1") as seat:
        waiter = asyncio.create_task(heard(talks))
        await asyncio.sleep(0.01)
        waiter.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiter
        await seat.save(saying(seat.talk, "a"))
    assert await heard(talks) == ("a",)
    assert talks._lines == {}


async def test_who_leaves_while_sitting_down_keeps_nobody_out(talks):
    for steps in range(6):
        leaver = asyncio.create_task(heard(talks))
        for _ in range(steps):
            await asyncio.sleep(0)
        leaver.cancel()
        await asyncio.wait({leaver})
        async with asyncio.timeout(1):
            assert await heard(talks) == ()


async def test_a_long_turn_keeps_its_seat(redis):
    talks = Talks(redis, SEAL, lease_ms=150)
    await asyncio.gather(say(talks, "slow", pause=0.6), say(Talks(redis, SEAL), "quick"))
    assert sorted(await heard(talks)) == ["quick", "slow"]


async def test_a_seat_that_was_lost_saves_nothing(talks, redis):
    async with talks.alone_with("p1") as seat:
        await redis.set("cunkou:{p1}:lock", "somebody else")
        with pytest.raises(SeatLost):
            await seat.save(saying(seat.talk, "a"))
    assert await redis.get("cunkou:{p1}:lock") == b"somebody else"
    assert await redis.get("cunkou:{p1}:talk") is None


async def test_a_lease_that_ran_out_while_nobody_else_talked_loses_nothing(talks, redis):
    await say(talks, "before")
    async with talks.alone_with("p1") as seat:
        await redis.delete("cunkou:{p1}:lock")
        await seat.save(saying(seat.talk, "late"))
    assert await heard(talks) == ("before", "late")
    async with talks.alone_with("p1") as seat:
        await redis.delete("cunkou:{p1}:lock")
        await say(Talks(redis, SEAL), "quicker")
        with pytest.raises(SeatLost):
            await seat.save(saying(seat.talk, "too late"))
    assert await heard(talks) == ("before", "late", "quicker")


async def test_a_process_that_died_frees_the_seat_when_its_lease_ends(talks, redis):
    await redis.set("cunkou:{p1}:lock", "the dead", px=200)
    await say(talks, "a")
    assert await heard(talks) == ("a",)


@pytest.mark.parametrize("state", [b"{broken", b"[]", b'{"basket": 7}', b"\xff", b"null", b"\x01", b"\x01short"])
async def test_a_state_that_cannot_be_read_is_begun_anew(talks, redis, state):
    await redis.set("cunkou:{p1}:talk", state)
    assert await heard(talks) == ()
    await say(talks, "a")
    assert await heard(talks) == ("a",)


async def test_nobody_reads_in_redis_what_was_said(talks, redis):
    await say(talks, "王秀英，村东头第三家")
    kept = await redis.get("cunkou:{p1}:talk")
    assert "王秀英".encode() not in kept
    assert b"pages" not in kept
    await redis.set("cunkou:{p2}:talk", kept)
    assert await heard(talks, "p2") == (), "and nobody's is another's"


async def test_what_the_release_before_wrote_is_read_and_what_it_reads_is_not_sealed(redis):
    plain = msgspec.json.encode(saying(Talk(), "a"))
    await redis.set("cunkou:{p1}:talk", plain)
    early = Talks(redis, Seal(SECRET, redis_since=datetime.now(UTC) + timedelta(hours=1)))
    assert await heard(early) == ("a",)
    await say(early, "b")
    assert (await redis.get("cunkou:{p1}:talk")).startswith(b"{")
    await say(Talks(redis, SEAL), "c")
    assert not (await redis.get("cunkou:{p1}:talk")).startswith(b"{")
    assert await heard(early) == ("a", "b", "c")


async def test_a_conversation_outlives_a_change_of_the_secret(redis):
    after = Seal("n" * 40, SECRET)
    await say(Talks(redis, SEAL), "a")
    await say(Talks(redis, SEAL), "b", person="p2")
    await redis.set("cunkou:{p3}:talk", TalkSeal(Seal("l" * 40)).close("p3", b"{}"), ex=100)
    await say(Talks(redis, after), "c")
    assert await reseal_talks(redis, after) == (1, 1), "who talked meanwhile is sealed anew already"
    assert await reseal_talks(redis, after) == (0, 1)
    alone = Talks(redis, Seal("n" * 40))
    assert [await heard(alone, person) for person in ("p1", "p2", "p3")] == [("a", "c"), ("b",), ()]
    assert 0 < await redis.ttl("cunkou:{p3}:talk") <= 100


async def test_one_that_does_not_open_is_counted(redis):
    before = TALKS_UNREADABLE.labels("seal").value
    await redis.set("cunkou:{p1}:talk", b"\x01" + b"x" * 40)
    assert await heard(Talks(redis, SEAL)) == ()
    assert TALKS_UNREADABLE.labels("seal").value == before + 1


async def test_an_empty_conversation_takes_no_room(talks, redis):
    await say(talks, "a")
    async with talks.alone_with("p1") as seat:
        await seat.save(Talk())
    assert await redis.keys() == []


async def test_a_conversation_expires_after_a_month(talks, redis):
    await say(talks, "a")
    assert 29 * 86400 < await redis.ttl("cunkou:{p1}:talk") <= 30 * 86400


async def test_without_redis_it_says_so_and_when_redis_is_back_it_goes_on(tmp_path):
    server = RedisServer(tmp_path)
    await server.start()
    async with client_of(server.url, retry=None) as client:
        talks = Talks(client, SEAL)
        await say(talks, "a")
        await server.stop()
        with pytest.raises(StoreUnavailable):
            await heard(talks)
        await server.start()
        assert await heard(talks) == ("a",)
    await server.stop()


async def test_a_redis_killed_in_the_middle_costs_at_most_the_turn(tmp_path):
    server = RedisServer(tmp_path)
    await server.start()
    async with client_of(server.url, retry=None) as client:
        talks = Talks(client, SEAL, lease_ms=1500)
        await say(talks, "a")
        await asyncio.sleep(1.1)  # appended to its file once a second
        async with talks.alone_with("p1") as seat:
            os.kill(server.pid, signal.SIGKILL)
            await asyncio.sleep(0.05)
            with pytest.raises(StoreUnavailable):
                await seat.save(saying(seat.talk, "lost"))
        await asyncio.sleep(0.5)
        await say(talks, "b", person="p2")
        assert await heard(talks, "p1") == ("a",)
    await server.stop()
