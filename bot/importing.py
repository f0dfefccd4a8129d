"""Files into the database: catalogue, stations, villages, fitters, shelf stock. All or nothing, every bad row named.

A file is read and checked as a whole before a row of it is written. What is long is then written a batch a transaction, so
that a bot that serves meanwhile never waits long for SQLite's one writer; cut short, it is imported again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.status import Status
from sqlalchemy import Connection

from bot.domain.divisions import each_village
from bot.domain.installation import Team
from bot.domain.network import ShelfCount, Standing, each_count, each_station
from bot.domain.people import Station
from bot.domain.team_file import each_team
from bot.domain.village import Village
from bot.opening import opened_database
from bot.storage import audit
from bot.storage.delivery import teams
from bot.storage.network import coverage, stations, villages
from bot.storage.privacy.seal import Seal
from bot.storage.sql.database import Database, StoreUnavailable
from bot.storage.sql.upsert import in_batches
from bot.storage.trade import products, stock
from catalog.problem import BadFile, Problem
from catalog.product import Product
from catalog.reading import each_product
from catalog.sheet import Progress
from config.settings import Settings

MOST_SHOWN = 50
UNUSABLE = 2
PAUSE = 0.11
"""Seconds between two batches: who waits for SQLite's writer looks every tenth of a second, and so finds it free."""


class Known(msgspec.Struct, frozen=True):
    """What the database holds already and a file may refer to."""

    network: Standing
    skus: set[str]


class Importer(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of file is read and written."""

    what: str
    row: type[msgspec.Struct | ShelfCount]
    read: Callable[[Path, Known, Progress], Iterator[Any]]
    save: Callable[..., int]
    """(conn, seal, rows, replace) → how many were written. `replace` only where all is written at once."""
    at_once: int = 0
    """How many rows a transaction; 0: all in one."""
    gone: Callable[..., list[str]] | None = None
    """(conn, codes of the file) → codes that the file lacks, for `replace` in batches. Raises BadFile."""
    withdraw: Callable[[Connection, list[str]], None] | None = None
    finish: Callable[[Connection], object] | None = None
    """Done once, when all is written."""


def _gone_stations(conn: Connection, there: set[str]) -> list[str]:
    gone = stations.levels(conn).keys() - there
    if busy := sorted(gone & stations.with_open_orders(conn)):
        named = ", ".join(busy[:5]) + (" …" if busy[5:] else "")
        raise BadFile(
            f"the file lacks {named}, where orders are open; `cunkou close-station CODE --move-to CODE` first"
        )
    return sorted(gone)


IMPORTERS: dict[str, Importer] = {
    "catalog": Importer(
        what="article(s)",
        row=Product,
        read=lambda path, _, progress: each_product(path, progress),
        save=lambda conn, _, rows, replace: products.save(conn, rows, replace=replace),
    ),
    "stations": Importer(
        what="station(s)",
        row=Station,
        read=lambda path, known, progress: each_station(path, known.network, progress),
        save=lambda conn, seal, rows, _: stations.save(conn, seal, rows, at=datetime.now(UTC)),
        at_once=500,
        gone=_gone_stations,
        withdraw=stations.withdraw,
        finish=coverage.count,
    ),
    "villages": Importer(
        what="village(s)",
        row=Village,
        read=lambda path, known, progress: each_village(path, known.network.levels, progress),
        save=lambda conn, _, rows, __: villages.save(conn, rows),
        at_once=2000,
        gone=lambda conn, there: sorted(villages.codes(conn) - there),
        withdraw=villages.withdraw,
        finish=coverage.count,
    ),
    "teams": Importer(
        what="installation team(s)",
        row=Team,
        read=lambda path, _, progress: each_team(path, progress),
        save=lambda conn, seal, rows, replace: teams.save(conn, seal, rows, replace=replace),
    ),
    "stock": Importer(
        what="shelf count(s)",
        row=ShelfCount,
        read=lambda path, known, progress: each_count(path, known.network.levels, known.skus, progress),
        save=lambda conn, _, rows, replace: stock.set_shelves(conn, rows, replace=replace),
    ),
}


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One import as it was asked for."""

    kind: str
    importer: Importer
    path: Path
    seal: Seal
    skip_bad: bool
    replace: bool
    status: Status

    def note(self, conn: Connection) -> None:
        """The audit row."""
        name = f"{self.path.name} --replace" if self.replace else self.path.name
        audit.add_operators(conn, f"imported_{self.kind}", name, datetime.now(UTC), kind="files")

    def progress(self, rows: int, doing: str = "read") -> None:
        self.status.update(f"{self.path.name}: {rows} rows {doing}")


async def import_file(settings: Settings, kind: str, path: Path, *, skip_bad: bool, replace: bool) -> int:
    """Import a file of a `kind` of IMPORTERS; the exit status. A second import of the same file changes nothing."""
    console = Console(stderr=True)
    seal = Seal(*settings.seal_keys)
    importer = IMPORTERS[kind]
    try:
        async with opened_database(settings) as database:
            with console.status(f"reading {path.name}") as status:
                job = Job(
                    kind=kind,
                    importer=importer,
                    path=path,
                    seal=seal,
                    skip_bad=skip_bad,
                    replace=replace,
                    status=status,
                )
                known = await database.run(lambda conn: Known(stations.standing(conn), products.skus(conn)))
                packed, problems = await asyncio.to_thread(_read, job, known)
                usable = skip_bad or not problems
                written = await _write(database, job, packed) if usable else 0
    except (BadFile, StoreUnavailable) as error:
        _say(console, f"Nothing was imported: {error}")
        return UNUSABLE
    _show(console, problems)
    if not usable:
        _say(console, "Nothing was imported. Mend these rows, or take the others with --skip-bad.")
        return UNUSABLE
    _say(console, f"{path.name}: {written} {importer.what} imported.")
    return 0


def _read(job: Job, known: Known) -> tuple[list[bytes], list[Problem]]:
    """The good rows, packed small so that 620,000 fit into little memory, and all that is wrong with the others."""
    packed: list[bytes] = []
    problems: list[Problem] = []
    pack = msgspec.msgpack.Encoder().encode
    for found in job.importer.read(job.path, known, job.progress):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            packed.append(pack(found))
    return packed, problems


async def _write(database: Database, job: Job, packed: list[bytes]) -> int:
    importer = job.importer
    unpack = msgspec.msgpack.Decoder(importer.row).decode
    if not importer.at_once:
        return await database.run(partial(_write_all, job, map(unpack, packed)))
    await database.run(job.note)  # first: what is cut short has changed something all the same
    gone: list[str] = []
    if job.replace and importer.gone:
        there = {str(getattr(unpack(row), "code", "")) for row in packed}
        gone = await database.run(partial(importer.gone, there=there))
    written = 0
    for rows in in_batches(map(unpack, packed), importer.at_once):
        written += await database.run(partial(_save, job, rows))
        job.progress(written, "written")
        await asyncio.sleep(PAUSE)
    for codes in in_batches(gone, importer.at_once):
        await database.run(partial(_withdraw, job, codes))
        await asyncio.sleep(PAUSE)
    if importer.finish:
        await database.run(importer.finish)
    return written


def _write_all(job: Job, rows: Iterator[Any], conn: Connection) -> int:
    job.note(conn)
    return job.importer.save(conn, job.seal, rows, job.replace)


def _save(job: Job, rows: list[Any], conn: Connection) -> int:
    return job.importer.save(conn, job.seal, rows, False)


def _withdraw(job: Job, codes: list[str], conn: Connection) -> None:
    if job.importer.withdraw:
        job.importer.withdraw(conn, codes)


def _show(console: Console, problems: list[Problem]) -> None:
    for problem in problems[:MOST_SHOWN]:
        _say(console, str(problem))
    if len(problems) > MOST_SHOWN:
        _say(console, f"… and {len(problems) - MOST_SHOWN} more problems")


def _say(console: Console, text: str) -> None:
    """A line as it is: names of goods are no markup, and a line in a pipe is not folded."""
    console.print(text, highlight=False, markup=False, soft_wrap=True)
