"""What the county can deliver, and what stands on the stations' shelves.

The county's count of an article is the row without a station; no row means no limit. An order reserves, packing takes the
goods away for good, cancelling gives them back: all by one UPDATE that the database checks, so nothing is sold twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

import msgspec
from sqlalchemy import Connection, bindparam, case, delete, insert, select, update

from bot.storage.schema import stock, stock_moves
from bot.storage.upsert import in_batches, upsert

COUNTY = ""
AT_ONCE = 500
MOST_ROWS = 5000


class Count(msgspec.Struct, frozen=True):
    """One row of the stock: `station` is '' for what the county can deliver."""

    station: str
    sku: str
    quantity: Decimal
    reserved: Decimal


_HERE = (stock.c.station == bindparam("at_station"), stock.c.sku == bindparam("of_sku"))
_FIND = select(stock.c.quantity, stock.c.reserved).where(*_HERE)
_Q = bindparam("q", type_=stock.c.quantity.type)
_RESERVE = update(stock).where(*_HERE, stock.c.quantity - stock.c.reserved >= _Q).values(reserved=stock.c.reserved + _Q)
_RELEASE = update(stock).where(*_HERE, stock.c.reserved >= _Q).values(reserved=stock.c.reserved - _Q)
_TAKE = (
    update(stock)
    .where(*_HERE, stock.c.reserved >= _Q)
    .values(reserved=stock.c.reserved - _Q, quantity=stock.c.quantity - _Q)
)
_NO_LIMIT = delete(stock).where(*_HERE)
_SHELF_PLUS = update(stock).where(*_HERE).values(quantity=stock.c.quantity + _Q)
# A sale of goods nobody counted in has happened all the same: the shelf is then empty, not owing.
_SHELF_MINUS = (
    update(stock).where(*_HERE).values(quantity=case((stock.c.quantity > _Q, stock.c.quantity - _Q), else_=0))
)


def left(conn: Connection, sku: str) -> Decimal | None:
    """What the county can still deliver of an article; None: no limit."""
    row = conn.execute(_FIND, _at(COUNTY, sku)).first()
    return row.quantity - row.reserved if row else None


def shelf(conn: Connection, station: str, sku: str) -> Decimal:
    """What stands on a station's shelf."""
    row = conn.execute(_FIND, _at(station, sku)).first()
    return row.quantity if row else Decimal(0)


def reserve(conn: Connection, sku: str, quantity: Decimal) -> bool:
    """Set goods aside for an order; False where the county has less left than that."""
    if conn.execute(_RESERVE, _at(COUNTY, sku) | {"q": quantity}).rowcount:
        return True
    return left(conn, sku) is None


def release(conn: Connection, sku: str, quantity: Decimal) -> None:
    """An order was cancelled: its goods can be sold again."""
    conn.execute(_RELEASE, _at(COUNTY, sku) | {"q": quantity})


def take(conn: Connection, sku: str, quantity: Decimal) -> None:
    """An order was packed: its goods have left the county's store."""
    conn.execute(_TAKE, _at(COUNTY, sku) | {"q": quantity})


def set_supply(conn: Connection, counts: Mapping[str, Decimal | None]) -> None:
    """What was counted in the county's store; None lifts the limit. What is reserved stays reserved."""
    limited = [{"station": COUNTY, "sku": sku, "quantity": q} for sku, q in counts.items() if q is not None]
    free = [_at(COUNTY, sku) for sku, q in counts.items() if q is None]
    if limited:
        conn.execute(upsert(conn, stock, "reserved"), limited)
    if free:
        conn.execute(_NO_LIMIT, free)


def set_shelves(conn: Connection, counts: Iterable[tuple[str, str, Decimal]], *, replace: bool = False) -> int:
    """Write (station, sku, quantity); with `replace`, whatever else stood on a shelf is gone. Returns how many."""
    if replace:
        conn.execute(delete(stock).where(stock.c.station != COUNTY))
    written = 0
    for some in in_batches(counts, AT_ONCE):
        rows = [{"station": station, "sku": sku, "quantity": quantity} for station, sku, quantity in some]
        conn.execute(upsert(conn, stock, "reserved"), rows)
        written += len(rows)
    return written


def move_shelf(conn: Connection, station: str, sku: str, quantity: Decimal, reason: str, at: datetime) -> None:
    """Goods came onto a shelf (positive), were sold from it (negative), or were counted (reason `count`)."""
    here = {"station": station, "sku": sku, "quantity": quantity}
    change = _SHELF_MINUS if quantity < 0 else _SHELF_PLUS
    if reason == "count":
        conn.execute(upsert(conn, stock, "reserved"), here)
    elif not conn.execute(change, _at(station, sku) | {"q": abs(quantity)}).rowcount:
        conn.execute(upsert(conn, stock, "reserved"), here | {"quantity": max(quantity, Decimal(0))})
    conn.execute(insert(stock_moves), here | {"reason": reason, "at": at})


def shelves(conn: Connection, *, station: str | None = None, sku: str | None = None) -> list[Count]:
    """The stock on all shelves, or one; the county's own count stands under the station `''`. 5000 rows at most."""
    query = select(stock.c.station, stock.c.sku, stock.c.quantity, stock.c.reserved)
    if station is not None:
        query = query.where(stock.c.station == station)
    if sku is not None:
        query = query.where(stock.c.sku == sku)
    return [Count(*row) for row in conn.execute(query.order_by(stock.c.station, stock.c.sku).limit(MOST_ROWS))]


def _at(station: str, sku: str) -> dict[str, object]:
    return {"at_station": station, "of_sku": sku}
