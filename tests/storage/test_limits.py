"""How often something may be done, counted on a real Redis."""

from __future__ import annotations

import pytest

from bot.storage.privacy.seal import Seal
from bot.storage.redis.limits import Limits
from bot.storage.redis.talks import Talks
from tests.conftest import SECRET

SEAL = Seal(SECRET)

BURST = 60


@pytest.fixture
def limits(redis) -> Limits:
    return Limits(redis)


async def test_a_bucket_holds_a_minutes_worth_and_says_when_there_is_room_again(limits):
    waits = [await limits.pour("a", a_minute=BURST) for _ in range(BURST)]
    assert sum(map(bool, waits)) == 0
    assert 0 < await limits.pour("a", a_minute=BURST) <= 1
    assert await limits.pour("b", a_minute=BURST) == 0


async def test_a_bucket_empties_evenly(limits, redis):
    for _ in range(BURST):
        await limits.pour("a", a_minute=BURST)
    [key] = [key async for key in redis.scan_iter("*limit*")]
    await redis.set(key, float(await redis.get(key)) - 3000)  # three seconds go by
    assert [bool(await limits.pour("a", a_minute=BURST)) for _ in range(4)] == [False, False, False, True]


async def test_what_was_poured_is_forgotten_by_itself(limits, redis):
    await limits.pour("a", a_minute=BURST)
    [key] = [key async for key in redis.scan_iter("*limit*")]
    assert 0 < await redis.pttl(key) <= 1000


async def _beyond(talks: Talks, person: str, times: int, weight: int = 1) -> list[int]:
    found = []
    for _ in range(times):
        async with talks.alone_with(person, weight) as seat:
            found.append(seat.beyond)
            await seat.save(seat.talk)
    return found


async def test_a_person_has_a_minutes_worth_of_messages_and_the_first_beyond_is_marked(redis):
    talks = Talks(redis, SEAL, a_minute=5)
    assert await _beyond(talks, "p1", 8) == [0, 0, 0, 0, 0, 1, 2, 2]
    assert await _beyond(talks, "p2", 2) == [0, 0]


async def test_what_weighs_much_counts_for_many(redis):
    talks = Talks(redis, SEAL, a_minute=5)
    async with talks.alone_with("p1", weight=4) as seat:
        assert seat.beyond == 0
        await seat.save(seat.talk)
    assert await _beyond(talks, "p1", 2) == [0, 1]
    async with talks.alone_with("p3", weight=6) as seat:
        assert seat.beyond == 1, "heavier than a whole minute"


async def test_what_is_no_message_takes_none_and_goes_on_beyond_the_limit(redis):
    talks = Talks(redis, SEAL, a_minute=5)
    assert await _beyond(talks, "p1", 3, weight=0) == [0, 0, 0]
    assert await _beyond(talks, "p1", 6) == [0, 0, 0, 0, 0, 1]
    assert await _beyond(talks, "p1", 2, weight=0) == [0, 0]


async def test_without_a_limit_nothing_is_beyond_it(redis):
    talks = Talks(redis, SEAL)
    assert set(await _beyond(talks, "p1", 20)) == {0}
