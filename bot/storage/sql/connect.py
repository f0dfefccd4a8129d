"""Opens the relational store that a URL names. Of the two drivers only the one that is used is loaded."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from bot.storage.sql.database import Database


async def open_database(url: str) -> Database:
    """Open `sqlite:///path` or `postgresql://user:password@host/name`. Raises StoreUnavailable or ValueError."""
    scheme = url.partition(":")[0].partition("+")[0]
    database: Database
    match scheme:
        case "sqlite":
            from bot.storage.sql.sqlite import SqliteDatabase

            database = SqliteDatabase(url)
        case "postgresql" | "postgres":
            from bot.storage.sql.postgres import PostgresDatabase

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
