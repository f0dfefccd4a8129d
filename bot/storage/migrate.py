"""Bring a database to the schema this version needs."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from sqlalchemy import Connection, text

from bot.storage.database import Database

STEPS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(20240101)")


class NewerSchema(Exception):
    """A later version of cunkou has changed this database."""


async def migrate(database: Database) -> None:
    """Apply the steps that are missing, all or none; several processes may try at once. Raises StoreUnavailable."""
    await database.run(upgrade)


def upgrade(conn: Connection) -> None:
    if conn.dialect.name == "postgresql":
        conn.execute(ONE_AT_A_TIME)
    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def is_current(conn: Connection) -> bool:
    """Whether the schema is the one this version was written for."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(conn).get_current_revision() == newest


def pending(conn: Connection) -> list[str]:
    """The steps that are missing, oldest first. Raises NewerSchema where the database knows steps this version does not."""
    steps = ScriptDirectory.from_config(_config())
    now = MigrationContext.configure(conn).get_current_revision()
    try:
        missing = list(steps.iterate_revisions("head", now or "base"))
    except RevisionError as unknown:
        raise NewerSchema(f"the database has step {now}, which this version does not know") from unknown
    return [step.revision for step in reversed(missing)]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    return config
