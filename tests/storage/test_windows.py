"""WeChat's windows, counted on a real Redis."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.privacy.seal import Seal
from bot.storage.redis.windows import RedisWindows
from tests.conftest import SECRET

TWO_DAYS = 48 * 3600
WHO = ("p1", "oMother")


@pytest.fixture
def windows(redis, seal):
    return RedisWindows(redis, seal)


async def test_who_never_wrote_cannot_be_written_to(windows):
    assert await windows.left(*WHO) == 0
    assert not await windows.spend(*WHO)


async def test_a_message_opens_a_window_of_five(windows):
    await windows.open(*WHO, count=5, seconds=TWO_DAYS)
    assert [await windows.spend(*WHO) for _ in range(6)] == [True] * 5 + [False]
    assert await windows.left(*WHO) == 0


async def test_the_next_message_opens_it_anew(windows):
    await windows.open(*WHO, count=5, seconds=TWO_DAYS)
    await windows.spend(*WHO)
    await windows.open(*WHO, count=5, seconds=TWO_DAYS)
    assert await windows.left(*WHO) == 5


async def test_a_click_does_not_add_to_what_a_message_opened(windows):
    await windows.open(*WHO, count=5, seconds=TWO_DAYS)
    await windows.open(*WHO, count=3, seconds=60)
    assert await windows.left(*WHO) == 5


async def test_a_window_shuts_by_itself(windows, redis):
    await windows.open(*WHO, count=3, seconds=1)
    await windows.open("p2", "oOther", count=3, seconds=TWO_DAYS)
    assert await windows.left(*WHO) == 3
    await asyncio.sleep(1.05)
    assert await windows.left(*WHO) == 0
    assert not await windows.spend(*WHO)
    assert await redis.keys("cunkou:{p1}:*") == []
    assert await windows.left("p2", "oOther") == 3


async def test_the_short_window_ends_and_the_long_one_stays(windows):
    await windows.open(*WHO, count=1, seconds=TWO_DAYS)
    await windows.open(*WHO, count=3, seconds=1)
    assert await windows.left(*WHO) == 3
    await asyncio.sleep(1.05)
    assert await windows.left(*WHO) == 1


async def test_many_senders_together_spend_no_more_than_there_is(windows):
    await windows.open(*WHO, count=5, seconds=TWO_DAYS)
    spent = await asyncio.gather(*(windows.spend(*WHO) for _ in range(20)))
    assert sum(spent) == 5


async def test_a_window_the_platform_shut_is_shut(windows):
    await windows.open(*WHO, count=5, seconds=TWO_DAYS)
    await windows.close(*WHO)
    assert await windows.left(*WHO) == 0


async def test_no_address_stands_in_a_key(windows, redis):
    await windows.open(*WHO, count=5, seconds=TWO_DAYS)
    assert await windows.left(*WHO) == 5
    [key] = await redis.keys()
    assert WHO[1] not in key.decode()


async def test_what_the_release_before_counted_is_gone_on_with(windows, redis):
    formerly = "cunkou:{p1}:window:oMother"
    await redis.hset(formerly, str(TWO_DAYS), f"2:{int(time.time() * 1000) + 60_000}")
    await redis.expire(formerly, 60)
    assert await windows.left(*WHO) == 2
    assert await windows.spend(*WHO)
    [key] = await redis.keys()
    assert key != formerly.encode()
    assert 50 < await redis.ttl(key) <= 60
    await redis.hset(formerly, str(TWO_DAYS), f"5:{int(time.time() * 1000) + 90_000}")
    await redis.expire(formerly, 90)
    assert await windows.left(*WHO) == 5, "they wrote once more to a process of the release before"


async def test_while_the_release_before_counts_too_both_count_the_same(windows, redis):
    early = RedisWindows(redis, Seal(SECRET, redis_since=datetime.now(UTC) + timedelta(hours=1)))
    await windows.open(*WHO, count=5, seconds=TWO_DAYS)
    assert await early.spend(*WHO)
    [key] = await redis.keys()
    assert key == b"cunkou:{p1}:window:oMother", "where that looks for it"
    assert await windows.left(*WHO) == 4


async def test_a_window_outlives_a_change_of_the_secret(redis):
    before, after = Seal("k" * 40), Seal("n" * 40, "k" * 40)
    await RedisWindows(redis, before).open(*WHO, count=5, seconds=TWO_DAYS)
    assert await RedisWindows(redis, after).spend(*WHO)
    assert await RedisWindows(redis, Seal("n" * 40)).left(*WHO) == 4
    await RedisWindows(redis, after).close(*WHO)
    assert await redis.keys() == []
