"""What the county can deliver, and what stands on the stations' shelves.

The county's count of an article is the row without a station; no row means no limit. On a shelf no row means that nothing
is there. An order reserves at the county or, where its goods stand there, on the shelf; packing or handing over takes the
goods away for good, cancelling gives them back: all by one UPDATE that the database checks, so nothing is sold twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal

import msgspec
from sqlalchemy import Connection, Update, bindparam, case, delete, func, insert, or_, select, update

from bot.storage.schema import stock, stock_moves
from bot.storage.sql.prepared import Asking, Writing
from bot.storage.sql.retake import StockShort
from bot.storage.sql.upsert import in_batches, upsert

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
_FIND_SEVERAL = select(stock.c.sku, stock.c.quantity, stock.c.reserved).where(
    stock.c.station == bindparam("at_station"), stock.c.sku.in_(bindparam("skus", expanding=True))
)
_Q = bindparam("q", type_=stock.c.quantity.type)
_RESERVE = update(stock).where(*_HERE, stock.c.quantity - stock.c.reserved >= _Q).values(reserved=stock.c.reserved + _Q)
_ASK, _ASK_SEVERAL, _WRITE_RESERVED = Asking(_FIND), Asking(_FIND_SEVERAL, "skus"), Writing(lambda _dialect: _RESERVE)
_RELEASE = update(stock).where(*_HERE, stock.c.reserved >= _Q).values(reserved=stock.c.reserved - _Q)
_TAKE = (
    update(stock)
    .where(*_HERE, stock.c.reserved >= _Q)
    # A count may have found less than was set aside: what is taken along then empties the shelf, and owes nothing.
    .values(reserved=stock.c.reserved - _Q, quantity=case((stock.c.quantity > _Q, stock.c.quantity - _Q), else_=0))
)
_PUT_BACK = update(stock).where(*_HERE).values(reserved=stock.c.reserved + _Q, quantity=stock.c.quantity + _Q)
_NO_LIMIT = delete(stock).where(*_HERE)
_SHELF_PLUS = update(stock).where(*_HERE).values(quantity=stock.c.quantity + _Q)
# A sale of goods nobody counted in has happened all the same: the shelf is then empty, not owing. What is set aside for
# orders is not sold over the counter.
_FREE = stock.c.quantity - stock.c.reserved
_SHELF_MINUS = (
    update(stock).where(*_HERE).values(quantity=case((_FREE > _Q, stock.c.quantity - _Q), else_=stock.c.reserved))
)
_SELL = _SHELF_MINUS.where(or_(stock.c.reserved == 0, _FREE >= _Q))


_SOLD = (
    select(stock_moves.c.sku, func.sum(stock_moves.c.quantity, type_=stock_moves.c.quantity.type).label("moved"))
    .where(
        stock_moves.c.station == bindparam("at_station"),
        stock_moves.c.at >= bindparam("since"),
        stock_moves.c.reason.in_(("walk_in_sale", "order")),
    )
    .group_by(stock_moves.c.sku)
)


def left(conn: Connection, sku: str) -> Decimal | None:
    """What the county can still deliver of an article; None: no limit."""
    row = _ASK.first(conn, at_station=COUNTY, of_sku=sku)
    return row.quantity - row.reserved if row else None


def left_of(conn: Connection, skus: Collection[str]) -> dict[str, Decimal | None]:
    """The same of several articles at once."""
    rows = _ASK_SEVERAL.all(conn, at_station=COUNTY, skus=sorted(skus))
    counts = {row.sku: row.quantity - row.reserved for row in rows}
    return {sku: counts.get(sku) for sku in skus}


def shelf(conn: Connection, station: str, sku: str) -> Decimal:
    """What of an article on a station's shelf is free: not set aside for an order."""
    row = _ASK.first(conn, at_station=station, of_sku=sku)
    return max(row.quantity - row.reserved, Decimal(0)) if row else Decimal(0)


def reserve(conn: Connection, sku: str, quantity: Decimal, station: str = COUNTY) -> bool:
    """Set goods aside for an order, at the county or on a station's shelf; False where less is left than that."""
    if _WRITE_RESERVED.one(conn, _at(station, sku) | {"q": quantity}):
        return True
    return station == COUNTY and left(conn, sku) is None


def release(conn: Connection, sku: str, quantity: Decimal, station: str = COUNTY) -> None:
    """An order was cancelled: its goods can be sold again."""
    conn.execute(_RELEASE, _at(station, sku) | {"q": quantity})


def take(conn: Connection, sku: str, quantity: Decimal, station: str = COUNTY) -> None:
    """An order was packed, or handed over from the shelf: its goods have left the store."""
    conn.execute(_TAKE, _at(station, sku) | {"q": quantity})


def put_back(conn: Connection, sku: str, quantity: Decimal, station: str = COUNTY) -> None:
    """Take back a `take`: the goods are there again, and still set aside for their order."""
    conn.execute(_PUT_BACK, _at(station, sku) | {"q": quantity})


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
    """Goods came onto a shelf (positive), were sold from it (negative), or were counted (reason `count`).

    Raises StockShort where a sale would take what was set aside for an order meanwhile.
    """
    here = {"station": station, "sku": sku, "quantity": quantity}
    if reason == "count":
        conn.execute(upsert(conn, stock, "reserved"), here)
    elif not conn.execute(_change(quantity, reason), _at(station, sku) | {"q": abs(quantity)}).rowcount:
        if conn.execute(_FIND, _at(station, sku)).first():
            raise StockShort(sku)
        conn.execute(upsert(conn, stock, "reserved"), here | {"quantity": max(quantity, Decimal(0))})
    note_move(conn, station, sku, quantity, reason, at)


def _change(quantity: Decimal, reason: str) -> Update:
    if quantity >= 0:
        return _SHELF_PLUS
    return _SELL if reason == "walk_in_sale" else _SHELF_MINUS


def note_move(conn: Connection, station: str, sku: str, quantity: Decimal, reason: str, at: datetime) -> None:
    """Keep what moved on a shelf; reason `order` is goods that an order took along."""
    row = {"station": station, "sku": sku, "quantity": quantity, "reason": reason, "at": at}
    conn.execute(insert(stock_moves), row)


def sold_since(conn: Connection, station: str, since: datetime) -> dict[str, Decimal]:
    """Article → what went from a station's shelf over the counter or with orders; what was taken back does not count."""
    rows = conn.execute(_SOLD, {"at_station": station, "since": since})
    return {row.sku: -row.moved for row in rows if row.moved < 0}


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
