"""`cunkou own-data`: all that is kept of one person, as JSON, for who cannot open a link: the county prints it."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import typer
from sqlalchemy import Connection

from bot.opening import opened_database
from bot.storage import audit
from bot.storage.persons import people
from bot.storage.privacy import own_data
from bot.storage.privacy.seal import Seal
from config.settings import Settings

UNKNOWN = 2


def run_own_data(settings: Settings, contact: str) -> int:
    """Print it; the exit status."""
    return asyncio.run(_run(settings, contact))


async def _run(settings: Settings, contact: str) -> int:
    seal = Seal(*settings.seal_keys)

    def work(conn: Connection) -> dict[str, own_data.Part] | None:
        person = people.find(conn, seal, contact)
        if person is None:
            return None
        audit.add_operators(conn, "own_data_shown", person.id, datetime.now(UTC), kind="persons")
        return own_data.gather(conn, seal, person.id)

    async with opened_database(settings) as database:
        found = await database.run(work)
    if found is None:
        typer.echo("nobody has written by this contact: wechat:OPENID or sms:+86…", err=True)
        return UNKNOWN
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
    return 0
