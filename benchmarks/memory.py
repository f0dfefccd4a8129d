"""Memory of the bot and its Redis under steady load: it must stay flat once everything has been used once.

    python benchmarks/memory.py [--minutes 60] [--people 200] [--per-second 60]

People come and go: each talks a round and makes room for the next, as in a village where not everybody shops every day. The
exit status is 1 where the bot grew by more than 5 % after the first third: until then SQLite's page cache of 16 MB fills.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import psutil
from load import Village, family
from rich.console import Console

from bot.demo.server import Server

TOKEN = "bench-token"  # noqa: S105 - opens nothing
SAMPLE = Path(__file__).parent.parent / "config" / "sample"
MOST_GROWN = 1.05
AT_ONCE = 16
"""Messages from the greeting to the yes."""
MEGABYTE = 1 << 20
console = Console(width=110)


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--per-second", type=float, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home), {"WECHAT_TOKEN": TOKEN, "LOG_LEVEL": "error"})
        for kind in ("catalog", "stations"):
            await server.command("import", kind, str(SAMPLE / f"{kind}.csv"))
        await server.start()
        try:
            return await _watch(server, asked)
        finally:
            await server.stop()


async def _watch(server: Server, asked: argparse.Namespace) -> int:
    """Load it, look at it twenty times, and judge."""
    village, end = Village(TOKEN, asked.people), time.monotonic() + asked.minutes * 60
    people = itertools.cycle(range(asked.people))
    pause = AT_ONCE / asked.per_second
    seen: list[float] = []
    async with aiohttp.ClientSession(server.base) as http, asyncio.TaskGroup() as tasks:
        for _ in range(AT_ONCE):
            tasks.create_task(_talk(http, village, people, end, pause))
        while time.monotonic() < end:
            await asyncio.sleep(min(asked.minutes * 60 / 20, max(end - time.monotonic(), 0.1)))
            bot, redis = (sum(_resident(pid) for pid in pids) for pids in _apart(server.pid))
            seen.append(bot)
            console.print(f"{len(seen) * 5:3d} % of the time: bot {bot:.1f} MB, Redis {redis:.1f} MB")
    ratio = seen[-1] / seen[len(seen) // 3]
    console.print(
        f"{next(village.ids) - village.begun:,} messages; the bot grew to {ratio:.3f} of what it had after the first third."
    )
    return int(ratio > MOST_GROWN)


def _apart(pid: int) -> tuple[list[int], list[int]]:
    bot, *redis = family(pid)
    return [bot], redis


def _resident(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss) / MEGABYTE


async def _talk(http: aiohttp.ClientSession, village: Village, people: Iterator[int], end: float, pause: float) -> None:
    for person in people:
        for text in village.round_of(person):
            if time.monotonic() >= end:
                return
            query, body = village.post_of(person, text)
            async with http.post("/hook/wechat", params=query, data=body.encode()) as answer:
                answer.raise_for_status()
                await answer.read()
            await asyncio.sleep(pause)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
