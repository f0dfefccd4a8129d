"""Pages in a real browser, before the server as `make run` starts it: the embedded default with the sample shop."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from bot.demo.server import Server

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
needs_chromium = pytest.mark.skipif(
    not Path(CHROMIUM).exists() and not os.environ.get("CI"),
    reason="Chromium is not installed: apt-get install chromium fonts-noto-cjk",
)
"""Not in CI, which installs it."""
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
]
SAMPLE = Path(__file__).parents[1] / "config" / "sample"
SOON_MS = 15_000
"""How long a page may take to show what it should."""


@asynccontextmanager
async def sample_shop(folder: Path) -> AsyncIterator[Server]:
    """Connected to no platform; nothing may go wrong in it."""
    server = Server(folder, {})
    for kind, file in (("catalog", "catalog.csv"), ("stations", "stations.csv")):
        await server.command("import", kind, str(SAMPLE / file))
    await server.start()
    yield server
    await server.stop()
    assert "Traceback" not in server.log_tail()


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        await opened.close()
