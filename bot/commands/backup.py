"""`cunkou backup` and `cunkou restore`: the embedded database into a file, and back where there is none."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.commands.given import UNUSABLE
from bot.opening import opened_database
from bot.storage import audit
from bot.storage.privacy.seal import Seal
from bot.storage.sql.backup import CannotCopy, back_up, restore
from bot.storage.sql.database import StoreUnavailable
from config.settings import Settings

MIB = 1024**2
POSTGRES = "The database is PostgreSQL: use pg_dump and pg_restore, as docs/operations.md says."


def run_backup(settings: Settings, file: Path) -> int:
    """The exit status."""
    if not settings.embedded:
        return _not(POSTGRES)
    try:
        size = back_up(settings.data_dir / "cunkou.db", file)
    except (CannotCopy, OSError) as why:
        return _not(f"Nothing was backed up: {why}")
    typer.echo(f"{file}: {size / MIB:.1f} MiB, read again and found whole.")
    typer.echo(f"Keep beside it, elsewhere: {_key(settings)}. Without it phones and addresses cannot be read.")
    return 0


def run_restore(settings: Settings, file: Path) -> int:
    """The exit status."""
    if not settings.embedded:
        return _not(POSTGRES)
    database = settings.data_dir / "cunkou.db"
    if not settings.seal_keys[0]:
        return _not(
            f"Nothing was restored: there is no key. Put secrets.json of that time into {settings.data_dir}, or set its CUNKOU_SECRET_KEY."
        )
    try:
        restore(file, database, Seal(*settings.seal_keys))
    except (CannotCopy, OSError) as why:
        return _not(f"Nothing was restored: {why}")
    try:
        asyncio.run(_note(settings, file))
    except StoreUnavailable as why:
        return _not(f"{database} is as {file} was, but cannot be brought up to date: {why}")
    typer.echo(f"{database} is as {file} was. `cunkou serve` goes on from there.")
    return 0


async def _note(settings: Settings, file: Path) -> None:
    """The audit row, for which the database is brought up to date."""
    async with opened_database(settings) as database:
        await database.run(
            lambda conn: audit.add_operators(conn, "restored", file.name, datetime.now(UTC), kind="files")
        )


def _key(settings: Settings) -> str:
    made_up = settings.data_dir / "secrets.json"
    return str(made_up) if made_up.exists() else "CUNKOU_SECRET_KEY"


def _not(why: str) -> int:
    typer.echo(why, err=True)
    return UNUSABLE
