"""Turns a second of the whole path on one core: signature, inbox, lock, Redis, understanding, transaction, reply.

Beside it, in alternating rounds because machines are noisy, bots that only echo: read the ratios. Every server has one core
to itself, its Redis included; the load, and PostgreSQL as if it were on another machine, have the other. Messages a CPU second
are what a core does that is not shared with others. `make bench`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import statistics
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

from load import Round, Village, family, load, paced
from rich.console import Console
from rich.table import Table
from rivals import aiohttp_echo, peer
from stores import open_shop, real_postgres

from bot.demo.server import Server, made_up_secrets

TOKEN = "bench-token"  # noqa: S105 - opens nothing
SETTINGS = {"WECHAT_TOKEN": TOKEN, "LOG_LEVEL": "error", "LIMIT_PERSON": "0", "SMS_PROVIDER": "none"}
"""Sixty-four people say here what thousands would."""


class Contestant(NamedTuple):
    name: str
    base: str
    pid: int
    full: list[Round]
    half: list[Round]


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--people", type=int, default=64)
    asked = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        async with contextlib.AsyncExitStack() as running:
            os.sched_setaffinity(0, {cores[-1]})
            postgres = await running.enter_async_context(real_postgres(Path(home) / "postgres"))
            os.sched_setaffinity(0, {cores[0]})  # children inherit it; the load moves away below
            servers = {
                "cunkou, whole turns on SQLite": _cunkou(Path(home) / "sqlite", {}),
                "cunkou, whole turns on PostgreSQL": _cunkou(Path(home) / "postgresql", {"DATABASE_URL": postgres}),
                "WeRoBot, echo only": peer("werobot_echo", TOKEN),
                "wechatpy + Flask, echo only": peer("flask_echo", TOKEN),
                "bare aiohttp, echo only": aiohttp_echo(),
            }
            contestants = [
                Contestant(name, *await running.enter_async_context(server), [], []) for name, server in servers.items()
            ]
            os.sched_setaffinity(0, {cores[-1]})
            await _compete(contestants, asked)
    _print(contestants, asked.people)


@contextlib.asynccontextmanager
async def _cunkou(home: Path, stores: dict[str, str]) -> AsyncIterator[tuple[str, int]]:
    server = Server(home, made_up_secrets() | SETTINGS | stores)
    await open_shop(server)
    await server.start()
    try:
        yield server.base, server.pid
    finally:
        await server.stop()


async def _compete(contestants: list[Contestant], asked: argparse.Namespace) -> None:
    """Everybody in turn, first as fast as it goes, then at half of what that was."""
    village = Village(TOKEN, asked.people)
    for one in contestants:
        await load(one.base, village, family(one.pid), 1.5)  # warms up caches and makes the people
    for _ in range(asked.rounds):
        for one in contestants:
            one.full.append(await load(one.base, village, family(one.pid), asked.seconds))
    for _ in range(asked.rounds):
        for one in contestants:
            rate = _middle(one.full, "per_second") / 2
            one.half.append(await paced(one.base, village, family(one.pid), asked.seconds, rate))


def _print(contestants: list[Contestant], people: int) -> None:
    table = Table(
        "on one core", "messages/s", "µs of CPU a message", "messages a CPU second",
        "p50 ms", "p99 ms", "half load: p50 ms", "p99 ms",
        title=f"{people} at once",
    )  # fmt: skip  # a table, a row a line
    for one in contestants:
        cpu_us = _middle(one.full, "cpu_us")
        figures = [_middle(one.full, "per_second"), cpu_us, 1e6 / cpu_us]
        times = [_middle(rounds, name) for rounds in (one.full, one.half) for name in ("p50_ms", "p99_ms")]
        table.add_row(one.name, *(f"{figure:,.0f}" for figure in figures), *(f"{time:.1f}" for time in times))
    Console(width=max(Console().width, 120)).print(table)
    floor = contestants[-1]
    for one in contestants[:-1]:
        ratio = statistics.median(w.cpu_us / b.cpu_us for w, b in zip(one.full, floor.full, strict=True))
        Console().print(f"{one.name}: {ratio:.1f} × the CPU of a bare echo.", highlight=False)


def _middle(rounds: list[Round], name: str) -> float:
    return statistics.median(getattr(one, name) for one in rounds)


if __name__ == "__main__":
    asyncio.run(main())
