"""The database as the settings name it. Apart from `app`, so that a command that needs no more starts in half the time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from bot.storage import audit
from bot.storage.migrate import NewerSchema, migrate, works
from bot.storage.sql.connect import open_database
from bot.storage.sql.database import Database, StoreUnavailable
from config.settings import Settings


def database_url(settings: Settings) -> str:
    return settings.database_url or f"sqlite:///{settings.data_dir / 'cunkou.db'}"


@contextlib.asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator[Database]:
    """The database at its newest schema where it is the embedded one; a real one is migrated by `cunkou migrate`."""
    database = await open_database(database_url(settings))
    try:
        if settings.embedded:
            await _migrate(database)
        elif not await database.run(works):
            raise StoreUnavailable("the database has another schema; run `cunkou migrate` first")
        yield database
    finally:
        await database.close()


async def _migrate(database: Database) -> None:
    try:
        await migrate(database)
    except NewerSchema as newer:
        raise StoreUnavailable(f"{newer}; run that version of cunkou or a later one") from newer


def migrate_now(settings: Settings) -> None:
    """Bring the schema up to date. Raises StoreUnavailable."""

    async def run() -> None:
        database = await open_database(database_url(settings))
        try:
            up_to_date = await database.run(works)
            await _migrate(database)
            if not up_to_date:
                await database.run(
                    lambda conn: audit.add_operators(conn, "migrated", "", datetime.now(UTC), kind="schema")
                )
        finally:
            await database.close()

    asyncio.run(run())
