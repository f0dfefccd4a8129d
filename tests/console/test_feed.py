"""Alerts reach every open page, whichever process wrote them and in whatever order they were committed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from bot.storage.schema import alerts
from bot.web.console.feed import MOST_WINDOWS, Feed, TooManyWindows

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
SOON_S = 5


@pytest.fixture
async def open_feed(sqlite, seal):
    """`open_feed()` is the feed of one more process."""
    feeds = []

    def open_one() -> Feed:
        feeds.append(Feed(sqlite, seal, every=0.02))
        return feeds[-1]

    yield open_one
    for feed in feeds:
        await feed.close()


@pytest.fixture
def alert(sqlite):
    async def alert(number: int, station: str = "V1") -> None:
        row = {
            "id": number, "key": f"k{number}", "station": station, "kind": "message", "level": "info", "text": str(number),
            "created_at": NOW,
        }  # fmt: skip  # a table, a row a line
        await sqlite.run(lambda conn: conn.execute(insert(alerts), row) and None)

    return alert


async def heard(queue) -> int:
    return (await asyncio.wait_for(queue.get(), SOON_S)).id


async def test_every_process_hears_of_it(open_feed, alert):
    async with open_feed().listen("p", "V1", 0) as here, open_feed().listen("q", "V1", 0) as there:
        await alert(1)
        assert [await heard(here), await heard(there)] == [1, 1]


async def test_what_was_committed_late_is_not_lost(open_feed, alert):
    async with open_feed().listen("p", "V1", 0) as queue:
        await alert(10)
        assert await heard(queue) == 10
        await alert(9)
        assert await heard(queue) == 9


async def test_each_is_told_once_and_only_to_its_station(open_feed, alert):
    feed = open_feed()
    async with feed.listen("p", "V1", 0) as queue, feed.listen("q", "V2", 0) as other:
        for number in (1, 2, 3):
            await alert(number)
        assert [await heard(queue) for _ in range(3)] == [1, 2, 3]
        await asyncio.sleep(0.1)
        assert queue.empty()
        assert other.empty()


async def test_what_the_page_knows_is_not_told_again(open_feed, alert):
    for number in (1, 2, 3):
        await alert(number)
    async with open_feed().listen("p", "V1", after=2) as queue:
        assert await heard(queue) == 3
        assert queue.empty()


async def test_a_page_that_joins_later_takes_nothing_from_the_others(open_feed, alert):
    feed = open_feed()
    async with feed.listen("p", "V1", 0) as first:
        await alert(1)
        async with feed.listen("q", "V1", 0) as second:
            assert [await heard(first), await heard(second)] == [1, 1]


async def test_old_alerts_of_a_quiet_country_are_not_news(open_feed, alert):
    """The feed looks back from the last alert it told, which may be long before the newest of all."""
    await alert(10, "V2")
    feed = open_feed()
    async with feed.listen("p", "V1", 0) as quiet:
        await alert(20, "V2")
        await alert(1000, "V3")
        async with feed.listen("q", "V2", after=1000) as joined:
            await alert(1001, "V2")
            assert await heard(joined) == 1001
            assert joined.empty()
        assert quiet.empty()


async def test_windows_are_counted_and_given_back(open_feed):
    feed = open_feed()
    opened = [feed.listen("p", "V1", 0) for _ in range(MOST_WINDOWS)]
    for one in opened:
        await one.__aenter__()
    with pytest.raises(TooManyWindows):
        await feed.listen("p", "V1", 0).__aenter__()
    for one in opened:
        await one.__aexit__(None, None, None)
    async with feed.listen("p", "V1", 0):
        pass
