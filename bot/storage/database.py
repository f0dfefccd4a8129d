"""The relational store: one function, one transaction, whichever database it is."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection, text

T = TypeVar("T")
Work = Callable[[Connection], T]
"""A plain synchronous function that reads and writes through a connection, and never commits."""

PING = text("SELECT 1")


class StoreUnavailable(Exception):
    """The store cannot take work now: locked, full, gone. Nothing of the work was kept; it may be tried again."""


class Database(Protocol):
    """A database that runs work in transactions. Open one with `open_database`."""

    async def run(self, work: Work[T]) -> T:
        """Run `work` in one transaction and return what it returned, once that is durable.

        What `work` raises is raised here, and then nothing of it is kept. Raises StoreUnavailable. `work` may be run
        more than once, so it must have no effect beside the connection.
        """

    async def ping(self) -> None:
        """Return if the database answers. Raises StoreUnavailable."""

    async def close(self) -> None:
        """Finish what has begun, then let go of all connections."""


async def open_database(url: str) -> Database:
    """Open `sqlite:///path` or `postgresql://user:password@host/name`. Raises StoreUnavailable or ValueError."""
    scheme = url.partition(":")[0].partition("+")[0]
    database: Database
    match scheme:
        case "sqlite":
            from bot.storage.sqlite import SqliteDatabase

            database = SqliteDatabase(url)
        case "postgresql" | "postgres":
            from bot.storage.postgres import PostgresDatabase

            database = PostgresDatabase(url)
        case _:
            raise ValueError(f"the database must be sqlite:///… or postgresql://…, not {scheme}:…")
    try:
        await database.ping()
    except BaseException:
        await database.close()
        raise
    return database


@contextlib.asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """Open a database for the length of a block, and close it."""
    database = await open_database(url)
    try:
        yield database
    finally:
        await database.close()


def select_one(conn: Connection) -> None:
    conn.execute(PING)
