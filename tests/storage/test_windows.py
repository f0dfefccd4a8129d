"""WeChat's windows, counted on a real Redis."""

from __future__ import annotations

import asyncio

import pytest

from bot.storage.windows import RedisWindows

TWO_DAYS = 48 * 3600
WHO = ("p1", "oMother")


@pytest.fixture
def windows(redis):
    return RedisWindows(redis)


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
    assert await redis.exists("cunkou:{p1}:window:oMother") == 0
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
