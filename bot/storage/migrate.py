"""Bring a database to the schema this version needs, while the version before goes on working with it.

A step adds; it takes nothing away that the release before still uses. What nobody uses any more is taken away by a later
release, in a step that says so with `raise_floor`. docs/operations.md tells how to write one.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.storage.schema import meta
from bot.storage.sql.database import Database, StoreUnavailable

STEPS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(20240101)")


LOCKED = "55P03"
"""SQLSTATE: a lock was not to be had within lock_timeout."""
LOCK_WAIT_MS, STEP_BACK_S, MOST_TRIES = 3000, 2.0, 60
FLOOR = "schema_floor"
"""In `meta`: the step that a version must know to work with the schema."""


class NewerSchema(Exception):
    """A later version of cunkou has changed this database."""


async def migrate(database: Database) -> None:
    """Apply the steps that are missing, all or none; several processes may try at once.

    Where a long reader (a dump) is in the way, it steps back every few seconds, so that turns need not queue up behind it.
    Raises StoreUnavailable, NewerSchema.
    """
    for _ in range(MOST_TRIES):
        try:
            return await database.run(upgrade)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") != LOCKED:
                raise
        await asyncio.sleep(STEP_BACK_S)
    raise StoreUnavailable("somebody reads or changes the tables all the time; see pg_stat_activity")


def upgrade(conn: Connection, to: str = "head") -> None:
    """Apply the steps up to `to`. Raises NewerSchema where a later version took away what this one needs."""
    if works(conn):
        return
    if conn.dialect.name == "postgresql":
        conn.execute(ONE_AT_A_TIME)
        conn.execute(text(f"SET LOCAL lock_timeout = {LOCK_WAIT_MS}"))
    pending(conn)
    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, to)


def is_current(conn: Connection) -> bool:
    """Whether the schema is the one this version was written for."""
    return MigrationContext.configure(conn).get_current_revision() == _newest()


def works(conn: Connection) -> bool:
    """Whether this version can work with the schema: it is its own, or a later one that lacks nothing this version uses."""
    now = MigrationContext.configure(conn).get_current_revision()
    if now is None or now == _newest():
        return now is not None
    try:
        pending(conn)
    except NewerSchema:
        floor = conn.execute(select(meta.c.value).where(meta.c.name == FLOOR)).scalar() or 0
        return int(_newest()) >= floor
    return False


def raise_floor(conn: Connection, revision: str) -> None:
    """For a step that takes something away: versions that do not know the step `revision` cannot work with the schema."""
    raised = {"name": FLOOR, "value": int(revision)}
    if not conn.execute(update(meta).where(meta.c.name == FLOOR).values(value=raised["value"])).rowcount:
        conn.execute(insert(meta), raised)


def pending(conn: Connection) -> list[str]:
    """The steps that are missing, oldest first. Raises NewerSchema where the database knows steps this version does not."""
    steps = ScriptDirectory.from_config(_config())
    now = MigrationContext.configure(conn).get_current_revision()
    try:
        missing = list(steps.iterate_revisions("head", now or "base"))
    except RevisionError as unknown:
        raise NewerSchema(f"the database has step {now}, which this version does not know") from unknown
    return [step.revision for step in reversed(missing)]


def _newest() -> str:
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    return config
