"""Changes of the network from the command line: invite a manager, let one leave, close a station."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from random import SystemRandom

import typer
from sqlalchemy import Connection

from bot.commands.given import UNUSABLE
from bot.opening import opened_database
from bot.storage import audit
from bot.storage.network import closing, stations
from bot.storage.persons import invites, managing
from bot.storage.privacy.seal import Seal
from bot.storage.record import record
from bot.storage.sql.database import StoreUnavailable
from config.settings import Settings

Change = Callable[[Connection, Seal, datetime], str]
"""Makes the change and says what was done. Raises LookupError or CannotClose, whose text says why not."""


def invite(code: str) -> Change:
    def change(conn: Connection, seal: Seal, now: datetime) -> str:
        station = stations.find(conn, seal, code)
        if station is None or station.status != "open":
            raise LookupError(f"no open station has the code {code}")
        audit.add_operators(conn, "invited", code, now)
        made = invites.make(conn, seal, code, now, SystemRandom())
        return f"{station.name}: the new manager writes 邀请码 {made.code} by WeChat or SMS, until {made.expires_at:%Y-%m-%d %H:%M}."

    return change


def dismiss(code: str) -> Change:
    def change(conn: Connection, seal: Seal, now: datetime) -> str:
        audit.add_operators(conn, "dismissed", code, now)
        record(conn, list(managing.leaving(conn, seal, code, now)), seal=seal, at=now)
        return f"{code} has no manager now; `cunkou invite {code}` makes the code for the next one."

    return change


def close(code: str, move_to: str) -> Change:
    def change(conn: Connection, seal: Seal, now: datetime) -> str:
        audit.add_operators(conn, "closed", code, now)
        done = closing.close(conn, seal, code, move_to, now)
        went = f"; {done.villagers} villager(s) and {done.orders} open order(s) went to {move_to}" if move_to else ""
        return f"{code} is closed{went}."

    return change


def run(settings: Settings, change: Change) -> int:
    """Make a change in one transaction; the exit status."""
    try:
        typer.echo(asyncio.run(_run(settings, change)))
    except (LookupError, closing.CannotClose, StoreUnavailable) as error:
        typer.echo(f"Nothing was changed: {error}", err=True)
        return UNUSABLE
    return 0


async def _run(settings: Settings, change: Change) -> str:
    seal = Seal(*settings.seal_keys)
    async with opened_database(settings) as database:
        return await database.run(lambda conn: change(conn, seal, datetime.now(settings.zone)))
