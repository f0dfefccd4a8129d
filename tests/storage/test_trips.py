"""Commands of concurrent turns share round trips, and only those."""

from __future__ import annotations

import asyncio

import pytest
from redis.asyncio import Redis

from bot.storage.redis.trips import MOST_IN_A_TRIP, Trips, trips_of
from bot.storage.sql.database import StoreUnavailable

ADD = "return redis.call('INCRBY', KEYS[1], ARGV[1])"


@pytest.fixture
def trips(redis):
    return Trips(redis)


@pytest.fixture
def lengths(trips, monkeypatch):
    """How many commands went with each trip."""
    counted, trip = [], trips._trip

    async def counting(commands):
        counted.append(len(commands))
        return await trip(commands)

    monkeypatch.setattr(trips, "_trip", counting)
    return counted


async def test_everybody_gets_their_own_answers(trips):
    asked = [trips.ask(("SET", f"k{i}", i), ("GET", f"k{i}"), ("INCR", f"k{i}")) for i in range(50)]
    for i, (_, value, more) in enumerate(await asyncio.gather(*asked)):
        assert (value, more) == (str(i).encode(), i + 1)


async def test_what_is_asked_meanwhile_goes_together(trips, lengths):
    await asyncio.gather(*(trips.ask(("INCR", "n")) for _ in range(MOST_IN_A_TRIP + 100)))
    assert sum(lengths) == MOST_IN_A_TRIP + 100
    assert len(lengths) <= 3


async def test_a_command_that_is_wrong_spoils_no_other(trips):
    wrong, right = await asyncio.gather(
        trips.ask(("INCRBY", "n", "many")), trips.ask(("INCR", "n")), return_exceptions=True
    )
    assert isinstance(wrong, StoreUnavailable)
    assert right == [1]


async def test_a_script_runs_though_redis_forgot_it(trips, redis):
    assert await trips.run(ADD, ["n"], [2]) == 2
    await redis.script_flush()
    assert await trips.run(ADD, ["n"], [3]) == 5


async def test_what_is_told_happens_before_what_is_asked_after(trips):
    trips.tell(ADD, ["n"], [7])
    assert await trips.ask(("GET", "n")) == [b"7"]


async def test_what_is_told_happens_though_redis_forgot_the_script(trips, redis):
    trips.tell(ADD, ["n"], [7])
    await trips.settle()
    await redis.script_flush()
    trips.tell(ADD, ["n"], [7])
    await trips.settle()
    assert await trips.ask(("GET", "n")) == [b"14"]


async def test_what_one_client_asks_in_several_places_travels_together(redis):
    assert trips_of(redis) is trips_of(redis)


async def test_a_time_limit_ends_the_trip_and_the_next_one_hears_its_own_answers(trips, monkeypatch):
    monkeypatch.setattr("bot.storage.redis.wire.ANSWER_S", 0.1)
    with pytest.raises(StoreUnavailable):
        await trips.ask(("BLPOP", "nothing", "1"))
    assert await trips.ask(("INCR", "n")) == [1]


async def test_a_caller_who_leaves_does_not_stop_the_trip(trips):
    first = asyncio.create_task(trips.ask(("INCR", "n")))
    second = asyncio.create_task(trips.ask(("INCR", "n")))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == [2]
    assert await trips.ask(("INCR", "n")) == [3]


async def test_without_redis_everybody_is_told(tmp_path):
    async with Redis(unix_socket_path=str(tmp_path / "none"), retry=None) as nothing:
        trips = Trips(nothing)
        trips.tell(ADD, ["n"], [1])
        answers = await asyncio.gather(*(trips.ask(("PING",)) for _ in range(5)), return_exceptions=True)
    assert {type(answer) for answer in answers} == {StoreUnavailable}


async def test_what_cannot_be_sent_fails_and_the_next_trip_goes(trips):
    with pytest.raises(StoreUnavailable):
        await trips.ask(("SET", "n", object()))
    assert await trips.ask(("INCR", "n")) == [1]
