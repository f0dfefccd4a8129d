"""Answers of the API that were given already, by the client's own key."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.storage.schema import idempotency


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    request: str
    """Hash of what was asked: the same key for another request is a mistake of the client."""
    status: int
    body: str


_FIND = select(idempotency).where(idempotency.c.key == bindparam("key"))


def find(conn: Connection, key: str) -> Kept | None:
    row = conn.execute(_FIND, {"key": key}).first()
    return Kept(key=row.key, request=row.request, status=row.status, body=row.body) if row else None


def keep(conn: Connection, kept: Kept, at: datetime) -> None:
    """Raises IntegrityError where another request with this key was quicker."""
    conn.execute(insert(idempotency), {**msgspec.structs.asdict(kept), "created_at": at})


def forget_before(conn: Connection, at: datetime) -> None:
    conn.execute(delete(idempotency).where(idempotency.c.created_at < at))
