"""A village in which things go wrong. Its server is restarted, starved and shot at, and must come back with everything."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from trouble import CATALOG, Troubled, write_stations

from bot.demo.village import open_village


@pytest.fixture(scope="package")
async def troubled(tmp_path_factory) -> AsyncIterator[Troubled]:
    home = tmp_path_factory.mktemp("faults")
    async with open_village(home, catalog=CATALOG, stations=write_stations(home / "stations.csv")) as village:
        yield Troubled(village)
