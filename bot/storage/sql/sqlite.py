"""SQLite as the embedded store: one writer thread, and one commit for all turns that wait for it together.

A commit waits for the disk (about 3 ms), a turn's own statements take a tenth of that. So the thread takes whatever has
queued up while the last commit was under way, runs each in a savepoint of its own, and commits once (group commit).
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import queue
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.metrics import COMMIT_SECONDS
from bot.storage.sql.database import StoreUnavailable, Work, select_one

T = TypeVar("T")

MOST_IN_A_COMMIT = 128
BUSY_MS = 2500  # a webhook has 4 s: whoever waits for another process's lock must hear of it before
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA cache_size=-16000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA secure_delete=ON",  # what is forgotten is written over, not only unlinked
)
TROUBLES = {
    sqlite3.SQLITE_BUSY: "the database is locked by another process",
    sqlite3.SQLITE_LOCKED: "the database is locked",
    sqlite3.SQLITE_NOMEM: "no memory is left",
    sqlite3.SQLITE_READONLY: "the database cannot be written to",
    sqlite3.SQLITE_IOERR: "the disk fails",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "the database file cannot be opened",
    sqlite3.SQLITE_NOTADB: "the file is no SQLite database",
}


class _Job(msgspec.Struct):
    context: contextvars.Context
    """Of the caller: what it works for is known in the thread, too."""
    work: Callable[[Connection], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = None


class SqliteDatabase:
    """See bot.storage.sql.database.Database. One process should hold one of these; others wait their turn at the file."""

    def __init__(self, url: str) -> None:
        """`url` is `sqlite:///relative` or `sqlite:////absolute`; folders are made. Nothing is opened yet."""
        path = make_url(url).database
        if not path or path == ":memory:":
            raise ValueError("SQLite needs a file: sqlite:///var/cunkou.db")
        self._path = Path(path)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closing = False

    async def run(self, work: Work[T]) -> T:
        """See Database.run. Work whose caller has gone (cancelled, timed out) before it began is not run."""
        if self._closing:
            raise StoreUnavailable("the database is closed")
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="sqlite", daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        job = _Job(contextvars.copy_context(), work, loop.create_future(), loop)
        self._jobs.put(job)
        result: T = await job.future
        return result

    async def ping(self) -> None:
        await self.run(select_one)

    async def scrub(self) -> bool:
        """See Database.scrub: the log still holds pages as they were until somebody writes over them."""
        return await asyncio.to_thread(self._empty_log)

    def _empty_log(self) -> bool:
        """SQLite does not complain of a reader who is in the way (a backup, a long query), it says so."""
        try:
            with contextlib.closing(sqlite3.connect(self._path, timeout=BUSY_MS / 1000)) as beside:
                busy, *_ = beside.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                return not busy
        except sqlite3.Error as error:
            raise StoreUnavailable(f"the log cannot be emptied: {error}") from error

    async def close(self) -> None:
        """See Database.close."""
        self._closing = True
        if self._thread is not None:
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)
            self._thread = None

    def _serve(self) -> None:
        writer = _Writer(self._path)
        try:
            while (batch := self._next_batch()) is not None:
                writer.commit_together(batch)
                _answer(batch)
        finally:
            writer.close()

    def _next_batch(self) -> list[_Job] | None:
        """Whatever waits, at least one; None when the database is to close."""
        job = self._jobs.get()
        batch: list[_Job] = []
        while job is not None:
            batch.append(job)
            if len(batch) == MOST_IN_A_COMMIT:
                return batch
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return batch
        if batch:
            self._jobs.put(None)  # first answer those, then hear of the end again
            return batch
        return None


class _Writer:
    """The one connection, used by the writer thread alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._engine = create_engine(
            f"sqlite:///{path}",
            poolclass=NullPool,
            hide_parameters=True,  # errors are logged, and parameters are what people said
            connect_args={"isolation_level": None, "cached_statements": 512, "check_same_thread": False},
        )
        event.listen(self._engine, "connect", _prepare)
        self._conn: Connection | None = None

    def commit_together(self, batch: list[_Job]) -> None:
        """Give every job its result or its error. Errors of the store itself fail all jobs of the batch."""
        jobs = [job for job in batch if not job.future.cancelled()]
        try:
            conn = self._open()
            conn.begin()
            raw = _raw(conn)
            raw.execute("BEGIN IMMEDIATE")
            for job in jobs:
                _run_one(conn, raw, job)
            with COMMIT_SECONDS.time():
                conn.commit()
        except BaseException as error:  # noqa: BLE001 - the thread must live; every caller hears of it
            trouble = _unavailable(error) or error
            for job in jobs:
                job.error = trouble
            self._drop()

    def close(self) -> None:
        if self._conn is not None:
            self._conn.close()
            self._conn = None

    def _drop(self) -> None:
        """Close without asking the database for anything more: closing rolls back, and the next batch opens anew."""
        if self._conn is not None:
            self._conn.invalidate()
        self.close()

    def _open(self) -> Connection:
        if self._conn is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if not self._path.exists():
                self._path.touch(mode=0o600)  # names stand in it; its companions get the same mode
            self._conn = self._engine.connect()
        return self._conn


def _run_one(conn: Connection, raw: sqlite3.Connection, job: _Job) -> None:
    """Run one job in its savepoint. Raises only what ends the whole transaction."""
    raw.execute("SAVEPOINT job")
    try:
        job.result = job.context.run(job.work, conn)
    except Exception as error:
        if _unavailable(error) or not raw.in_transaction:
            raise
        raw.execute("ROLLBACK TO job")
        job.error = error
    raw.execute("RELEASE job")


def _answer(batch: list[_Job]) -> None:
    """Hand the results over to the event loop, waking it once for the whole batch."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in batch:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, jobs in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop was closed: nobody is waiting any more
            loop.call_soon_threadsafe(_resolve, jobs)


def _resolve(jobs: list[_Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _raw(conn: Connection) -> sqlite3.Connection:
    raw: sqlite3.Connection = conn.connection.driver_connection  # type: ignore[assignment]  # SQLAlchemy types it as Any driver
    return raw


def _unavailable(error: BaseException) -> StoreUnavailable | None:
    """What to tell of an error of SQLite's own; None where the work itself is at fault."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, OSError):
        return StoreUnavailable(f"the database file cannot be opened: {cause.strerror}")
    if not isinstance(cause, sqlite3.Error):
        return None
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    return StoreUnavailable(f"{TROUBLES[code]} ({cause})") if code in TROUBLES else None
