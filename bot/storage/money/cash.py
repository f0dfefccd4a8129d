"""The ledger of cash in managers' hands. Nothing in it is ever changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, func, select

from bot.domain.cash import Entry
from bot.storage.schema import cash_entries as entries
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page
from bot.storage.sql.upsert import insert_new

_BALANCE = select(func.coalesce(func.sum(entries.c.amount_fen), 0)).where(entries.c.station == bindparam("station"))

_OF_ORDER = select(func.coalesce(func.sum(entries.c.amount_fen), 0)).where(
    entries.c.order_number == bindparam("number"), entries.c.order_number != ""
)


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with who made it when."""

    id: int
    at: datetime
    by: str
    entry: Entry


def add(conn: Connection, entry: Entry, *, by: str, at: datetime) -> bool:
    """Write an entry; False where it, or the reversal of the same entry, is there already."""
    row = {name: getattr(entry, name) for name in Entry.__struct_fields__ if name != "number"}
    return (
        conn.execute(insert_new(conn, entries), row | {"order_number": entry.number, "by": by, "at": at}).rowcount == 1
    )


def balance_fen(conn: Connection, station: str) -> int:
    """What its manager has in hand."""
    return int(conn.execute(_BALANCE, {"station": station}).scalar_one())


def of_order_fen(conn: Connection, number: str) -> int:
    """What was taken over the counter for an order, less what was taken back."""
    return int(conn.execute(_OF_ORDER, {"number": number}).scalar_one())


def find(conn: Connection, station: str, key: str) -> Entry | None:
    """An entry of this station."""
    row = conn.execute(select(entries).where(entries.c.key == key, entries.c.station == station)).first()
    return _entered(row).entry if row else None


def reversed_of(conn: Connection, keys: Collection[str]) -> set[str]:
    """Those of these entries that another one took back."""
    return set(conn.execute(select(entries.c.reverses).where(entries.c.reverses.in_(sorted(keys)))).scalars())


def page(conn: Connection, station: str, *, limit: int = 50, after: str | None = None) -> Page[Entered]:
    """A station's entries, newest first. Raises BadCursor."""
    query = select(entries).where(entries.c.station == station).order_by(entries.c.id.desc())
    if after is not None:
        query = query.where(entries.c.id < cursor.read(after, tuple[int])[0])
    limit = max(1, min(limit, MOST_ROWS))
    return cursor.page_of([_entered(row) for row in conn.execute(query.limit(limit + 1))], limit, "id")


def _entered(row: AnyRow) -> Entered:
    said = {name: getattr(row, name) for name in Entry.__struct_fields__ if name != "number"}
    return Entered(id=row.id, at=row.at, by=row.by, entry=Entry(number=row.order_number, **said))
