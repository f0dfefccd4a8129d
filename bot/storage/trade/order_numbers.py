"""Which numbers orders can get: the long one of the order, and the short one of its station's slip."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from sqlalchemy import Connection, and_, bindparam, func, select

from bot.domain.codes import LARGEST_SLIP
from bot.storage.schema import STILL_OPEN, orders
from bot.storage.sql.prepared import Asking

_LAST_SLIP = (
    select(orders.c.slip)
    .where(orders.c.station == bindparam("station"))
    .order_by(orders.c.placed_at.desc(), orders.c.number.desc())
    .limit(1)
    .scalar_subquery()
)
_NEXT = select((func.coalesce(_LAST_SLIP, 0) % LARGEST_SLIP + 1).label("first")).subquery()
_OPEN_FROM = and_(orders.c.station == bindparam("station"), orders.c.slip >= _NEXT.c.first, STILL_OPEN)
_SLIPS = select(_NEXT.c.first, orders.c.slip).select_from(_NEXT.outerjoin(orders, _OPEN_FROM))
_NUMBERS = select(orders.c.number).where(orders.c.number.in_(bindparam("numbers", expanding=True)))
_ASK_SLIPS, _ASK_NUMBERS = Asking(_SLIPS), Asking(_NUMBERS, "numbers")


def free_number(conn: Connection, numbers: Sequence[str]) -> str:
    """The first of these that no order has; the last where all are taken."""
    taken = {row.number for row in _ASK_NUMBERS.all(conn, numbers=numbers)}
    return next((number for number in numbers if number not in taken), numbers[-1])


def next_slip(conn: Connection, station: str) -> int:
    """The running number after the station's last, 1 after 999, stepping over those still open."""
    rows = _ASK_SLIPS.all(conn, station=station)
    first, taken = int(rows[0].first), {row.slip for row in rows}
    return next(slip for slip in count(first) if slip not in taken)  # past 999 where as many orders are open
