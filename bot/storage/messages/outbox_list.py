"""The outbox as the API and the console show it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, Select, func, select

from bot.spans import trace_in
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.schema import outbox
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page

T = TypeVar("T")

Reach = dict[str, str]
"""Channel → address."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    to: str
    """A contact (`wechat:OPENID`, `sms:+86…`), the person id where none is known any more."""
    channel: str
    """wechat or sms: by which it went, or most likely will; '' where the person cannot be reached."""
    text: str
    notice: str
    status: str
    attempts: int
    error: str
    created_at: datetime
    sent_at: datetime | None
    trace: str = ""
    """Of the message that caused it: the logs of both say it."""


def page(
    conn: Connection, seal: Seal, *, status: str | None = None, limit: int = 50, after: str | None = None
) -> Page[Entry]:
    """Letters, newest first. Raises BadCursor."""
    query = select(outbox)
    if status is not None:
        query = query.where(outbox.c.status == status)
    return newest_first(conn, seal, query, partial(entry, seal), limit=limit, after=after)


def newest_first(
    conn: Connection,
    seal: Seal,
    query: Select[tuple[object, ...]],
    shown_as: Callable[[AnyRow, Reach], T],
    *,
    limit: int,
    after: str | None,
) -> Page[T]:
    """A page of the letters that `query` finds, each made of its row and its recipient's addresses. Raises BadCursor."""
    if after is not None:
        query = query.where(outbox.c.id < cursor.read(after, tuple[int])[0])
    limit = max(1, min(limit, MOST_ROWS))
    rows = list(conn.execute(query.order_by(outbox.c.id.desc()).limit(limit + 1)))
    shown = rows[:limit]
    reach = people.addresses(conn, seal, sorted({row.recipient for row in shown}))
    found = [shown_as(row, reach.get(row.recipient, {})) for row in shown]
    return Page(found, cursor.write(shown[-1].id) if len(rows) > limit else None)


def after(conn: Connection, seal: Seal, last: int, recipients: Collection[str], limit: int = 50) -> list[Entry]:
    """Letters newer than the one with the id `last`, oldest first, to these persons and bare contacts alone.

    A recipient is a person id, or `seal.index` of a contact that is not yet anybody's.
    """
    query = select(outbox).where(outbox.c.id > last, outbox.c.recipient.in_(sorted(recipients)))
    rows = list(conn.execute(query.order_by(outbox.c.id).limit(limit)))
    reach = people.addresses(conn, seal, sorted({row.recipient for row in rows}))
    return [entry(seal, row, reach.get(row.recipient, {})) for row in rows]


def find(conn: Connection, seal: Seal, letter: int) -> Entry | None:
    row = conn.execute(select(outbox).where(outbox.c.id == letter)).first()
    return (
        None if row is None else entry(seal, row, people.addresses(conn, seal, [row.recipient]).get(row.recipient, {}))
    )


def newest(conn: Connection) -> int:
    """Id of the newest letter, 0 where there is none."""
    return conn.execute(select(func.max(outbox.c.id))).scalar() or 0


def entry(seal: Seal, row: AnyRow, reach: dict[str, str]) -> Entry:
    """A row of the outbox; `reach` is what `people.addresses` knows of its recipient."""
    if row.contact:
        contact = people.parse_contact(seal.unseal(row.contact))
        reach = {contact.channel: contact.address}
    channel = row.way.partition("_")[0] or next((name for name in ("wechat", "sms") if name in reach), "")
    return Entry(
        id=row.id,
        to=f"{channel}:{reach[channel]}" if channel in reach else row.recipient,
        channel=channel,
        text=seal.reveal(row.sms if channel == "sms" else row.text),
        notice=row.notice,
        status=row.status,
        attempts=row.attempts,
        error=row.error,
        created_at=row.created_at,
        sent_at=row.sent_at,
        trace=trace_in(row.trace),
    )
