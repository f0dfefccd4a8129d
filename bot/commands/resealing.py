"""`cunkou reseal`: what was sealed and indexed with CUNKOU_SECRET_KEY_PREVIOUS is so with CUNKOU_SECRET_KEY afterwards."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import typer
from sqlalchemy import Table

from bot.opening import opened_database
from bot.storage.database import Database
from bot.storage.resealing import TABLES, Round, reseal
from bot.storage.seal import Seal
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
    broken = 0
    async with opened_database(settings) as database:
        for table in TABLES:
            rounds = await resealed(database, seal, table)
            broken += sum(one.broken for one in rounds)
            typer.echo(f"{table.name}: {sum(one.resealed for one in rounds)} sealed anew")
    if broken:
        typer.echo(f"{broken} values open with neither key; they were left as they are", err=True)
        return UNREADABLE
    typer.echo("All is sealed with CUNKOU_SECRET_KEY. Take CUNKOU_SECRET_KEY_PREVIOUS out and restart.")
    return 0


async def resealed(database: Database, seal: Seal, table: Table) -> list[Round]:
    """A table from beginning to end, a few rows a transaction, so that nobody waits for it."""
    rounds: list[Round] = []
    after: tuple[Any, ...] | None = None
    while (one := await database.run(partial(reseal, seal=seal, table=table, after=after))) is not None:
        rounds.append(one)
        after = one.last
    return rounds
