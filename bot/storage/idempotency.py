"""Answers of the API that were given already, by the client's own key."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, delete, select, update

from bot.storage.schema import idempotency
from bot.storage.sql.upsert import insert_new

AT_ONCE = 1000


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    request: str
    """Hash of what was asked: the same key for another request is a mistake of the client."""
    status: int
    body: str


_FIND = select(idempotency).where(idempotency.c.key == bindparam("key"))
_OLD = select(idempotency.c.key).where(idempotency.c.created_at < bindparam("at")).limit(AT_ONCE)
_ANSWER = update(idempotency).where(idempotency.c.key == bindparam("of"))


def find(conn: Connection, key: str) -> Kept | None:
    row = conn.execute(_FIND, {"key": key}).first()
    return Kept(key=row.key, request=row.request, status=row.status, body=row.body) if row else None


def claim(conn: Connection, key: str, request: str, at: datetime) -> bool:
    """Take a key for a request about to be done; False where it is taken. On PostgreSQL a second request waits here
    until the first has ended, so that it finds the answer."""
    row = {"key": key, "request": request, "status": 0, "body": "", "created_at": at}
    return conn.execute(insert_new(conn, idempotency), row).rowcount == 1


def answer(conn: Connection, key: str, *, status: int, body: str) -> None:
    """What the claimed request was answered with."""
    conn.execute(_ANSWER, {"of": key, "status": status, "body": body})


def forget_before(conn: Connection, at: datetime) -> bool:
    """Forget what was answered before, a thousand at once; whether there may be more."""
    old = list(conn.execute(_OLD, {"at": at}).scalars())
    if old:
        conn.execute(delete(idempotency).where(idempotency.c.key.in_(old)))
    return len(old) == AT_ONCE
