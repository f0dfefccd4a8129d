"""Turns a second of the whole path on one core: signature, inbox, lock, Redis, understanding, SQLite, reply.

A bare aiohttp echo is measured beside it, in alternating rounds, because machines are noisy: read the ratio. Server and
echo are pinned to one core, the load to another where there is one. `make bench` runs it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from pathlib import Path

from load import Round, Village, family, load
from rich.console import Console
from rich.table import Table

from bot.demo.server import Server, free_port

TOKEN = "bench-token"  # noqa: S105 - opens nothing
SAMPLE = Path(__file__).parent.parent / "config" / "sample"


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--people", type=int, default=64)
    asked = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[0]})  # children inherit it; the load moves away below
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home), {"WECHAT_TOKEN": TOKEN, "LOG_LEVEL": "error"})
        await server.command("import", "catalog", str(SAMPLE / "catalog.csv"))
        await server.command("import", "stations", str(SAMPLE / "stations.csv"))
        await server.start()
        port = free_port()
        echo = await asyncio.create_subprocess_exec(sys.executable, str(Path(__file__).with_name("echo.py")), str(port))
        await asyncio.sleep(2)
        os.sched_setaffinity(0, {cores[-1]})
        try:
            await _compare(server, f"http://127.0.0.1:{port}", echo.pid, asked)
        finally:
            echo.terminate()
            await echo.wait()
            await server.stop()


async def _compare(server: Server, echo: str, echo_pid: int, asked: argparse.Namespace) -> None:
    village = Village(TOKEN, asked.people)
    await load(server.base, village, family(server.pid), 1.0)  # warms up caches and makes the people
    whole, bare = [], []
    for _ in range(asked.rounds):
        whole.append(await load(server.base, village, family(server.pid), asked.seconds))
        bare.append(await load(echo, village, [echo_pid], asked.seconds))
    table = Table("on one core", "messages/s", "CPU µs a message", "p50 ms", "p99 ms", title=f"{asked.people} at once")
    table.add_row("cunkou, whole turn (with its Redis)", *_figures(whole))
    table.add_row("bare aiohttp echo", *_figures(bare))
    Console().print(table)
    ratio = statistics.median(w.cpu_us / b.cpu_us for w, b in zip(whole, bare, strict=True))
    Console().print(f"A whole turn costs {ratio:.1f} × the CPU of a bare echo.", highlight=False)


def _figures(rounds: list[Round]) -> list[str]:
    middle = {
        name: statistics.median(getattr(r, name) for r in rounds)
        for name in ("per_second", "cpu_us", "p50_ms", "p99_ms")
    }
    return [
        f"{middle['per_second']:,.0f}",
        f"{middle['cpu_us']:,.0f}",
        f"{middle['p50_ms']:.1f}",
        f"{middle['p99_ms']:.1f}",
    ]


if __name__ == "__main__":
    asyncio.run(main())
