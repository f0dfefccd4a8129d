"""What waits and what went wrong lately, counted for whoever watches; never further than anybody needs to know."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, TextClause, func, literal_column, select

from bot.storage.messages.inbox import oldest_pending
from bot.storage.messages.outbox import oldest_due
from bot.storage.schema import COMING, IS_DEAD, IS_PENDING, chores, inbox, orders, outbox

MOST_COUNTED = 10_000
LATELY = timedelta(days=1)
DEAD = ("failed", "uncertain")


class Backlog(msgspec.Struct, frozen=True, kw_only=True):
    inbox_pending: int
    inbox_oldest: datetime | None
    outbox_due: int
    outbox_oldest: datetime | None
    """Since when it is due; it may lie in the future."""
    dead: dict[str, int]
    """State → how many letters of the last day."""
    orders_late: int
    chores: dict[str, datetime]
    """Name → when it was last done."""


def measure(conn: Connection, *, now: datetime, today: date) -> Backlog:
    """`now` aware; `today` is the service's date."""
    return Backlog(
        inbox_pending=_count(conn, inbox, inbox.c.status == IS_PENDING),
        inbox_oldest=oldest_pending(conn),
        outbox_due=_count(conn, outbox, outbox.c.status == IS_PENDING, outbox.c.due_at <= now),
        outbox_oldest=oldest_due(conn),
        dead=_dead(conn, now - LATELY),
        orders_late=_count(conn, orders, COMING, orders.c.promised_by < today),
        chores={row.name: row.done_at for row in conn.execute(select(chores))},
    )


def _count(conn: Connection, table: Table, *where: ColumnElement[bool] | TextClause) -> int:
    few = select(literal_column("1")).select_from(table).where(*where).limit(MOST_COUNTED).subquery()
    return conn.execute(select(func.count()).select_from(few)).scalar_one()


def _dead(conn: Connection, since: datetime) -> dict[str, int]:
    query = (
        select(outbox.c.status, func.count().label("letters"))
        .where(outbox.c.status.in_(IS_DEAD), outbox.c.created_at >= since)
        .group_by(outbox.c.status)
    )
    return dict.fromkeys(DEAD, 0) | {row.status: row.letters for row in conn.execute(query)}
