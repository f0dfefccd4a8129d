"""The relational store: one function, one transaction, whichever database it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection, text

T = TypeVar("T")
Work = Callable[[Connection], T]
"""A plain synchronous function that reads and writes through a connection, and never commits."""

PING = text("SELECT 1")


class StoreUnavailable(Exception):
    """The store cannot take work now: locked, full, gone. Nothing of the work was kept; it may be tried again."""


class Unstorable(ValueError):
    """A text with a character that the database takes nowhere, neither to keep nor to look for: NUL."""


class Database(Protocol):
    """A database that runs work in transactions. Open one with bot.storage.sql.connect."""

    async def run(self, work: Work[T]) -> T:
        """Run `work` in one transaction and return what it returned, once that is durable.

        What `work` raises is raised here, and then nothing of it is kept. Raises StoreUnavailable, Unstorable. `work` may be run
        more than once, so it must have no effect beside the connection.
        """

    async def ping(self) -> None:
        """Return if the database answers. Raises StoreUnavailable."""

    async def scrub(self) -> bool:
        """Let what was forgotten leave the files as well, where the database does not see to that. False where somebody reads
        what it was: then it is still there, and is to be tried again. Raises StoreUnavailable."""

    async def close(self) -> None:
        """Finish what has begun, then let go of all connections."""


def select_one(conn: Connection) -> None:
    conn.execute(PING)
