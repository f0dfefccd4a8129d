"""`cunkou reseal`: what was sealed and indexed with CUNKOU_SECRET_KEY_PREVIOUS is so with CUNKOU_SECRET_KEY afterwards."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Any

import typer
from sqlalchemy import Table

from bot.app import opened_redis
from bot.opening import opened_database
from bot.storage import audit
from bot.storage.privacy.resealing import TABLES, Round, reseal
from bot.storage.privacy.seal import Seal
from bot.storage.redis.client import RedisTrouble
from bot.storage.redis.talk_resealing import reseal_talks
from bot.storage.sql.database import Database, StoreUnavailable
from config.settings import Settings

UNREADABLE, USELESS = 1, 2


def run_reseal(settings: Settings) -> int:
    """The exit status: 0 when nothing is left that needs the previous key."""
    return asyncio.run(_run(settings))


async def _run(settings: Settings) -> int:
    seal = Seal(*settings.seal_keys)
    if seal.previous is None:
        typer.echo("nothing to do: set CUNKOU_SECRET_KEY_PREVIOUS to the key before (docs/deploy.md)", err=True)
        return USELESS
    try:
        broken = await _tables(settings, seal)
        await _talks(settings, seal)
    except (StoreUnavailable, *RedisTrouble) as trouble:
        typer.echo(f"{trouble or type(trouble).__name__}; say it again when that is mended", err=True)
        return UNREADABLE
    if broken:
        typer.echo(f"{broken} values open with neither key; they were left as they are", err=True)
        return UNREADABLE
    typer.echo("All is sealed with CUNKOU_SECRET_KEY. Take CUNKOU_SECRET_KEY_PREVIOUS out and restart.")
    return 0


async def _tables(settings: Settings, seal: Seal) -> int:
    """How many values open with neither key."""
    broken = 0
    async with opened_database(settings) as database:
        await database.run(lambda conn: audit.add_operators(conn, "resealed", "", datetime.now(UTC), kind="keys"))
        for table in TABLES:
            rounds = await resealed(database, seal, table)
            broken += sum(one.broken for one in rounds)
            typer.echo(f"{table.name}: {sum(one.resealed for one in rounds)} sealed anew")
    return broken


async def _talks(settings: Settings, seal: Seal) -> None:
    """One that does not open is none of a key that is still needed: whoever writes begins anew."""
    async with opened_redis(settings) as redis:
        done, broken = await reseal_talks(redis, seal)
    typer.echo(f"conversations: {done} sealed anew")
    if broken:
        typer.echo(f"conversations: {broken} do not open; their people are asked again")


async def resealed(database: Database, seal: Seal, table: Table) -> list[Round]:
    """A table from beginning to end, a few rows a transaction, so that nobody waits for it."""
    rounds: list[Round] = []
    after: tuple[Any, ...] | None = None
    while (one := await database.run(partial(reseal, seal=seal, table=table, after=after))) is not None:
        rounds.append(one)
        after = one.last
    return rounds
