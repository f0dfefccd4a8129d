"""One running village a lane for the whole session; each story has its own station in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from homes import Home, write_stations
from story import HERE, read_stories

from bot.demo.village import Village, open_village

STORIES = read_stories()


@pytest.fixture(scope="session")
def homes_of_stories(tmp_path_factory) -> tuple[Path, dict[str, Home]]:
    path = tmp_path_factory.mktemp("stations") / "stations.csv"
    return path, write_stations(path, STORIES)


@pytest.fixture(scope="session")
async def village(tmp_path_factory, homes_of_stories) -> Village:
    home = tmp_path_factory.mktemp("village")
    async with open_village(home, catalog=HERE / "catalog.csv", stations=homes_of_stories[0]) as village:
        yield village
