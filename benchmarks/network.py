"""The network at its full size: stations and villages imported, places found, a village named as people name it.

Composes its own country (benchmarks/villages.py), imports it by `cunkou import` into an empty SQLite, and prints time and
peak memory; meanwhile another process writes, to see how long it waits for the writer. `make bench` runs it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self

from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine
from villages import villages, write_stations, write_villages

from bot.domain.places import keys_said
from bot.storage.network import coverage, localities, stations
from bot.storage.privacy.seal import Seal

SAID = ("和平村", "he ping cun", "新建", "张庄")
ROUNDS = 7


class Import(NamedTuple):
    seconds: float
    cpu: float
    peak_mb: float
    longest_wait_ms: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--stations", type=int, default=150_000)
    parser.add_argument("--villages", type=int, default=620_000)
    parser.add_argument("--counties", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        rows = write_stations(
            folder / "stations.csv", villages(asked.villages, asked.counties), asked.stations, asked.villages
        )
        write_villages(folder / "villages.csv", villages(asked.villages, asked.counties))
        table = Table("import", "rows", "s", "CPU s", "peak MB", "longest wait of another writer, ms")
        for kind, count in (("stations", rows), ("villages", asked.villages)):
            table.add_row(kind, f"{count:,}", *(f"{figure:,.0f}" for figure in _import(folder, kind)))
        Console().print(table)
        Console().print(_lookups(folder))


def _import(home: Path, kind: str) -> Import:
    environment = os.environ | {"CUNKOU_DATA_DIR": str(home / "data")}
    _cunkou(environment, "migrate")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    with _Neighbour(home / "data" / "cunkou.db") as neighbour:
        _cunkou(environment, "import", kind, str(home / f"{kind}.csv"))
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Import(seconds, cpu, after.ru_maxrss / 1024, neighbour.longest * 1000)


def _cunkou(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "bot", *arguments], env=environment, check=True)  # noqa: S603 - our own command


class _Neighbour:
    """Another process's writer: a small transaction ten times a second."""

    def __init__(self, path: Path) -> None:
        self._path, self._stop, self.longest = path, threading.Event(), 0.0
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _write(self) -> None:
        database = sqlite3.connect(self._path, timeout=60, isolation_level=None)
        while not self._stop.wait(0.1):
            begun = time.perf_counter()
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT OR REPLACE INTO meta VALUES ('bench', 1)")
            database.execute("COMMIT")
            self.longest = max(self.longest, time.perf_counter() - begun)
        database.close()


def _lookups(home: Path) -> Table:
    secret = json.loads((home / "data" / "secrets.json").read_text())["secret_key"]
    seal, table = Seal(secret), Table("what", "found", "ms")
    with create_engine(f"sqlite:///{home / 'data' / 'cunkou.db'}").connect() as conn:
        for words in SAID:
            keys_said(words)  # the readings are loaded once
            table.add_row(f"“{words}”", *_timed(lambda words=words: len(localities.named(conn, seal, words))))
        table.add_row("stations near a place", *_timed(lambda: len(localities.near(conn, seal, 30.0, 110.0))))
        table.add_row("a page of stations", *_timed(lambda: len(stations.page(conn, seal).rows)))
        table.add_row("coverage by province", *_timed(lambda: len(coverage.of_provinces(conn, "2026-11"))))
    return table


def _timed(look: Callable[[], int]) -> tuple[str, str]:
    taken, found = [], 0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        found = look()
        taken.append((time.perf_counter() - begun) * 1000)
    return f"{found:,}", f"{statistics.median(taken):.1f}"


if __name__ == "__main__":
    main()
