"""One running village a lane for the whole session; each story has its own station in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from homes import Home, write_stations
from player import play
from story import HERE, Story, read_stories

from bot.demo.village import Village, open_village

STORIES = read_stories()
AT_ONCE = 8


@pytest.fixture(scope="session")
def homes_of_stories(tmp_path_factory) -> tuple[Path, dict[str, Home]]:
    path = tmp_path_factory.mktemp("stations") / "stations.csv"
    return path, write_stations(path, STORIES)


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
async def village(request, tmp_path_factory, homes_of_stories, new_postgres_url) -> AsyncIterator[Village]:
    home = tmp_path_factory.mktemp("village")
    settings = {"DATABASE_URL": await new_postgres_url()} if request.param == "postgres" else {}
    stations = homes_of_stories[0]
    async with open_village(home, catalog=HERE / "catalog.csv", stations=stations, settings=settings) as village:
        yield village
        assert "Traceback" not in village.server.log.read_text(errors="replace"), village.server.log_tail()


@pytest.fixture(scope="session")
async def played(request, village, homes_of_stories) -> AsyncIterator[dict[str, asyncio.Task[None]]]:
    """The stories that are asked for, all under way: a village is many people at once. Await one for its outcome."""
    asked = {item.callspec.params["story"].id for item in request.session.items if "played" in item.fixturenames}
    seats = asyncio.Semaphore(AT_ONCE)

    async def in_turn(story: Story) -> None:
        async with seats:
            await play(village, story, homes_of_stories[1][story.id])

    playing = {story.id: asyncio.create_task(in_turn(story)) for story in STORIES if story.id in asked}
    yield playing
    await asyncio.gather(*playing.values(), return_exceptions=True)
