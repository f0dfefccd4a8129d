"""The migrations lead to exactly the schema the code was written for."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from bot.storage.migrate import is_current, migrate
from bot.storage.schema import metadata
from bot.storage.sql.connect import opened


def differences(conn):
    return compare_metadata(MigrationContext.configure(conn, opts={"compare_type": True}), metadata)


async def test_a_migrated_database_has_the_schema_of_the_code(database):
    assert await database.run(differences) == []
    assert await database.run(is_current)


async def test_migrating_again_changes_nothing(database):
    await migrate(database)
    assert await database.run(is_current)


async def test_an_empty_database_is_not_current(tmp_path):
    async with opened(f"sqlite:///{tmp_path / 'new.db'}") as database:
        assert not await database.run(is_current)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_a_migration_that_is_rolled_back_leaves_no_table(kind, tmp_path, new_postgres_url):
    url = f"sqlite:///{tmp_path / 'new.db'}" if kind == "sqlite" else await new_postgres_url()

    def fail_after_migrating(conn):
        from bot.storage.migrate import upgrade

        upgrade(conn)
        raise ZeroDivisionError

    async with opened(url) as database:
        with pytest.raises(ZeroDivisionError):
            await database.run(fail_after_migrating)
        assert await database.run(lambda conn: inspect(conn).get_table_names()) == []
