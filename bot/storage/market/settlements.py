"""What sellers were paid, and for which sales."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, insert, select

from bot.domain.listing import Sold
from bot.domain.settlement import Settlement, Sums
from bot.storage.market import listing_sales
from bot.storage.schema import settlements
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page
from bot.storage.sql.retake import Retake


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """What is owed to one seller."""

    seller: str
    sales: tuple[Sold, ...]


def add(conn: Connection, settlement: Settlement, sales: tuple[str, ...]) -> None:
    """Raises Retake where one of the sales was paid meanwhile: nothing is paid twice."""
    row = {name: getattr(settlement, name) for name in ("key", "seller", "station", "how", "by", "at")}
    sums = {name: getattr(settlement.sums, name) for name in Sums.__struct_fields__}
    conn.execute(insert(settlements), row | sums)
    if listing_sales.settle(conn, sales, settlement.key) != len(sales):
        raise Retake(settlement.key)


def page(
    conn: Connection,
    *,
    seller: str | None = None,
    station: str | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Page[Settlement]:
    """Newest first. Raises BadCursor."""
    query = select(settlements).order_by(settlements.c.id.desc())
    wanted = {settlements.c.seller: seller, settlements.c.station: station}
    query = query.where(*(column == value for column, value in wanted.items() if value is not None))
    if after is not None:
        query = query.where(settlements.c.id < cursor.read(after, tuple[int])[0])
    limit = max(1, min(limit, MOST_ROWS))
    rows = list(conn.execute(query.limit(limit + 1)))
    last = cursor.write(rows[limit - 1].id) if len(rows) > limit else None
    return Page([_settlement(row) for row in rows[:limit]], last)


def of_seller(conn: Connection, seller: str) -> list[Settlement]:
    """The newest ones, newest first."""
    return list(page(conn, seller=seller, limit=20).rows)


def _settlement(row: AnyRow) -> Settlement:
    sums = Sums(**{name: getattr(row, name) for name in Sums.__struct_fields__})
    return Settlement(key=row.key, seller=row.seller, station=row.station, how=row.how, by=row.by, at=row.at, sums=sums)
