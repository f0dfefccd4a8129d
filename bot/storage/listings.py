"""What villagers offer for sale."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import msgspec
from sqlalchemy import Connection, insert, select

from bot.domain.events import ListingOffered
from bot.storage import cursor
from bot.storage.columns import AnyRow
from bot.storage.cursor import MOST_ROWS, Page
from bot.storage.schema import listings


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    seller: str
    station: str
    goods: str
    quantity: Decimal | None
    unit: str
    price_fen: int | None
    price_unit: str
    status: str
    """draft until the station has looked at it"""
    created_at: datetime


def add(conn: Connection, offered: ListingOffered, at: datetime) -> None:
    row = msgspec.structs.asdict(offered)
    row["seller"] = row.pop("person")
    conn.execute(insert(listings), row | {"status": "draft", "created_at": at})


def page(conn: Connection, *, station: str | None = None, limit: int = 50, after: str | None = None) -> Page[Listing]:
    """Listings, newest first. Raises BadCursor."""
    query = select(listings).order_by(listings.c.id.desc())
    if station is not None:
        query = query.where(listings.c.station == station)
    if after is not None:
        query = query.where(listings.c.id < cursor.read(after, tuple[int])[0])
    limit = max(1, min(limit, MOST_ROWS))
    rows = list(conn.execute(query.limit(limit + 1)))
    shown = [_listing(row) for row in rows[:limit]]
    return Page(shown, cursor.write(shown[-1].id) if len(rows) > limit else None)


def _listing(row: AnyRow) -> Listing:
    return Listing(**{name: getattr(row, name) for name in Listing.__struct_fields__})
