"""Files into the database: a catalogue, stations, shelf stock. All or nothing, and every bad row named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from sqlalchemy import Connection

from bot.domain.network import Level, each_count, each_station
from bot.opening import opened_database
from bot.storage import products, stations, stock
from bot.storage.database import StoreUnavailable
from bot.storage.seal import Seal
from catalog.problem import BadFile, Problem
from catalog.reading import each_product
from catalog.sheet import Progress
from config.settings import Settings

MOST_SHOWN = 50
UNUSABLE = 2


class Known(msgspec.Struct, frozen=True):
    """What the database holds already and a file may refer to."""

    stations: dict[str, Level]
    skus: set[str]


class Importer(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of file is read and written."""

    what: str
    read: Callable[[Path, Known, Progress], Iterator[Any]]
    save: Callable[..., int]
    """(conn, seal, rows, replace) → how many were written."""


IMPORTERS: dict[str, Importer] = {
    "catalog": Importer(
        what="article(s)",
        read=lambda path, _, progress: each_product(path, progress),
        save=lambda conn, _, rows, replace: products.save(conn, rows, replace=replace),
    ),
    "stations": Importer(
        what="station(s)",
        read=lambda path, known, progress: each_station(path, known.stations, progress),
        save=lambda conn, seal, rows, replace: stations.save(conn, seal, rows, at=datetime.now(UTC), replace=replace),
    ),
    "stock": Importer(
        what="shelf count(s)",
        read=lambda path, known, progress: each_count(path, known.stations, known.skus, progress),
        save=lambda conn, _, rows, replace: stock.set_shelves(conn, rows, replace=replace),
    ),
}


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One import as it was asked for."""

    importer: Importer
    path: Path
    seal: Seal
    skip_bad: bool
    replace: bool
    progress: Progress


class HasBadRows(Exception):
    """Some rows cannot be used, and none of the others was kept."""


async def import_file(settings: Settings, kind: str, path: Path, *, skip_bad: bool, replace: bool) -> int:
    """Import a file of a `kind` of IMPORTERS; the exit status. A second import of the same file changes nothing."""
    console, problems = Console(stderr=True), list[Problem]()
    seal = Seal(settings.secret_key.get_secret_value())
    try:
        async with opened_database(settings) as database:
            with console.status(f"reading {path.name}") as status:
                job = Job(
                    importer=IMPORTERS[kind],
                    path=path,
                    seal=seal,
                    skip_bad=skip_bad,
                    replace=replace,
                    progress=lambda rows: status.update(f"{path.name}: {rows} rows"),
                )
                written = await database.run(partial(_import, job=job, problems=problems))
    except (BadFile, StoreUnavailable) as error:
        _say(console, f"Nothing was imported: {error}")
        return UNUSABLE
    except HasBadRows:
        _show(console, problems)
        _say(console, "Nothing was imported. Mend these rows, or take the others with --skip-bad.")
        return UNUSABLE
    _show(console, problems)
    _say(console, f"{path.name}: {written} {IMPORTERS[kind].what} imported.")
    return 0


def _import(conn: Connection, job: Job, problems: list[Problem]) -> int:
    """Write the good rows as they are read; with a bad one, and no skip_bad, all is rolled back at the end."""
    problems.clear()  # the database may run this more than once
    known = Known(stations.levels(conn), products.skus(conn))

    def good() -> Iterator[Any]:
        for found in job.importer.read(job.path, known, job.progress):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                yield found

    written = job.importer.save(conn, job.seal, good(), job.replace)
    if problems and not job.skip_bad:
        raise HasBadRows
    return written


def _show(console: Console, problems: list[Problem]) -> None:
    for problem in problems[:MOST_SHOWN]:
        _say(console, str(problem))
    if len(problems) > MOST_SHOWN:
        _say(console, f"… and {len(problems) - MOST_SHOWN} more problems")


def _say(console: Console, text: str) -> None:
    """A line as it is: names of goods are no markup, and a line in a pipe is not folded."""
    console.print(text, highlight=False, markup=False, soft_wrap=True)
