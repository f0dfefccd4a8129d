"""PostgreSQL as the store of real deployments: a pool, and work run again when transactions collide."""

from __future__ import annotations

import asyncio
import random
from typing import TypeVar

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.util import greenlet_spawn

from bot.metrics import COMMIT_SECONDS
from bot.storage.sql.database import StoreUnavailable, Unstorable, Work, select_one

T = TypeVar("T")

POOL = 32
"""Connections, opened as they are needed and then kept: each new one has all statements to prepare again."""
PREPARED = 256
"""Statements a connection keeps prepared, more than there are in everyday's work."""
WAIT_S = 3.0
TRIES = 4
COMMITTING = "while committing"
"""Noted on an error after which nobody knows whether the work was kept."""
NUL = "22021"
"""SQLSTATE of a text that holds one."""
COLLIDED = frozenset({"40001", "40P01"})
"""SQLSTATE: serialization failure, deadlock. The transaction left nothing and may be run again."""
UNAVAILABLE = ("08", "28", "3D", "53", "57P", "58", "25006")
"""SQLSTATE beginnings: connection, no such user, no such database, resources (disk full, too many), shutting down, system,
read-only standby."""


class PostgresDatabase:
    """See bot.storage.sql.database.Database."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(
            make_url(url).set(drivername="postgresql+asyncpg"),
            pool_size=POOL,
            max_overflow=0,
            pool_timeout=WAIT_S,
            pool_use_lifo=True,  # the one that was used last knows most
            hide_parameters=True,  # errors are logged, and parameters are what people said
            connect_args={
                "timeout": WAIT_S,
                "prepared_statement_cache_size": PREPARED,
                "server_settings": {"application_name": "cunkou", "jit": "off"},
            },
        )

    async def run(self, work: Work[T]) -> T:
        """See Database.run. A collision, and a pooled connection that had died, are tried again."""
        for attempt in range(1, TRIES + 1):
            try:
                return await greenlet_spawn(self._run_once, work)
            except (DBAPIError, PoolTimeout, OSError) as error:
                if attempt < TRIES and _left_nothing(error):
                    await asyncio.sleep(random.uniform(0, 0.02 * attempt))  # noqa: S311 - spreads retries, no secret
                    continue
                if trouble := _unavailable(error):
                    raise trouble from error
                if _state(error) == NUL:
                    raise Unstorable("PostgreSQL takes no NUL") from error
                raise
        raise AssertionError("unreachable")

    def _run_once(self, work: Work[T]) -> T:
        """Connect, work, commit and let go in one greenlet: an AsyncConnection makes one for each, for 100 µs more."""
        with self._engine.sync_engine.connect() as conn:
            result = work(conn)
            try:
                with COMMIT_SECONDS.time():
                    conn.commit()
            except DBAPIError as error:
                error.add_note(COMMITTING)
                raise
            return result

    async def ping(self) -> None:
        await self.run(select_one)

    async def scrub(self) -> bool:
        """Nothing: PostgreSQL vacuums its tables and writes its log over by itself."""
        return True

    async def close(self) -> None:
        await self._engine.dispose()


def _state(error: BaseException) -> str:
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""


def _left_nothing(error: BaseException) -> bool:
    """Whether it is certain that nothing was kept and worth trying again at once."""
    if COMMITTING in getattr(error, "__notes__", ()):
        return _state(error) in COLLIDED
    return _state(error) in COLLIDED or (isinstance(error, DBAPIError) and error.connection_invalidated)


def _unavailable(error: BaseException) -> StoreUnavailable | None:
    """What to tell of an error of the server's or the network's; None where the work itself is at fault."""
    gone = isinstance(error, PoolTimeout | OSError | InterfaceError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    )
    if gone or _state(error).startswith(UNAVAILABLE):
        said = str(getattr(error, "orig", None) or error).rpartition(">: ")[2].partition("\n")[0]
        return StoreUnavailable(f"PostgreSQL cannot be used: {said or type(error).__name__}")
    return None
