"""One web process and two over the same PostgreSQL and Redis, in alternating rounds: what a message costs each of them.

Linear means that a second process adds as much as the first does. On a machine where load, PostgreSQL and Redis need the same
cores as the bot, look at the CPU a message, which must not grow; messages a second tell what these cores give together.

    python benchmarks/growth.py [--rounds 3] [--seconds 5]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from load import FAMILIES, Round, Village, load
from rich.console import Console
from rich.table import Table
from stores import open_shop, real_stores

from bot.demo.server import Server, made_up_secrets

PEOPLE = 64


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        async with real_stores(Path(home)) as stores:
            settings = made_up_secrets() | stores | {"LOG_LEVEL": "error", "SMS_PROVIDER": "none"}
            servers = [Server(Path(home) / name, settings) for name in ("one", "two")]
            try:
                await open_shop(servers[0])
                await asyncio.gather(*(server.start("web") for server in servers))
                await _compare(servers, Village(settings["WECHAT_TOKEN"], PEOPLE), asked)
            finally:
                await asyncio.gather(*(server.stop() for server in servers))


async def _compare(servers: Sequence[Server], village: Village, asked: argparse.Namespace) -> None:
    await _round(servers, village, 2.0)  # makes the people, warms the caches
    alone, together = [], []
    for _ in range(asked.rounds):
        alone.append(await _round(servers[:1], village, asked.seconds))
        together.append(await _round(servers, village, asked.seconds))
    table = Table(
        "web processes", "messages/s", "CPU µs a message", "p50 ms", "p99 ms", title=f"{os.cpu_count()} cores for all"
    )
    for name, rounds in (("one", alone), ("two", together)):
        figures = [
            statistics.median(getattr(one, what) for one in rounds)
            for what in ("per_second", "cpu_us", "p50_ms", "p99_ms")
        ]
        table.add_row(name, *(f"{figure:,.0f}" for figure in figures))
    Console().print(table)
    ratio = statistics.median(two.cpu_us / one.cpu_us for one, two in zip(alone, together, strict=True))
    Console().print(f"With a second process a message costs {ratio:.2f} × the CPU it costs with one.", highlight=False)


async def _round(servers: Sequence[Server], village: Village, seconds: float) -> Round:
    """Everybody talks, shared out evenly over the servers; figures of all together."""
    size = village.size // len(servers)
    shares = [Village(village.token, size, place * size * FAMILIES) for place in range(len(servers))]
    rounds = await asyncio.gather(
        *(load(server.base, share, [server.pid], seconds) for server, share in zip(servers, shares, strict=True))
    )
    messages = sum(one.messages for one in rounds)
    return Round(
        messages,
        max(one.seconds for one in rounds),
        sum(one.cpu_seconds for one in rounds),
        statistics.mean(one.p50_ms for one in rounds),
        max(one.p99_ms for one in rounds),
    )


if __name__ == "__main__":
    asyncio.run(main())
