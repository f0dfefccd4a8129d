"""Orders and sales by county and month, counted from what happened to orders since the last look."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, select

from bot.storage.schema import meta, order_events, orders, sales, stations
from bot.storage.sql.upsert import adding, upsert

Key = tuple[str, str, str]
"""province, county, month"""
AT_ONCE = 20_000
DONE, SEEN = "sales done", "sales seen"
COUNTS = {"placed": 1, "cancelled": -1, "refunded": -1}
"""What each event does to the month in which the order was placed."""

_NEWEST = select(func.coalesce(func.max(order_events.c.id), 0))
_SINCE = (
    select(
        order_events.c.id,
        order_events.c.type,
        stations.c.province,
        orders.c.county,
        orders.c.placed_at,
        orders.c.total_fen,
    )
    .join(orders, orders.c.number == order_events.c.number)
    .outerjoin(stations, stations.c.code == orders.c.station)
    .where(order_events.c.id > bindparam("done"), order_events.c.id <= bindparam("seen"))
    .order_by(order_events.c.id)
    .limit(AT_ONCE)
)


def count_new(conn: Connection, zone: ZoneInfo) -> int:
    """Count what happened up to where the newest event stood at the look before, for transactions that began earlier may
    still be writing events below the newest. Returns how many events were looked at; 20,000 at most."""
    done, seen = _mark(conn, DONE), _mark(conn, SEEN)
    rows = conn.execute(_SINCE, {"done": done, "seen": seen}).all()
    orders_of, fen_of = Counter[Key](), Counter[Key]()
    for row in rows:
        key = (row.province or "", row.county, f"{row.placed_at.astimezone(zone):%Y-%m}")
        orders_of[key] += COUNTS.get(row.type, 0)
        fen_of[key] += COUNTS.get(row.type, 0) * row.total_fen
    counted = [
        {"province": key[0], "county": key[1], "month": key[2], "orders": number, "sales_fen": fen_of[key]}
        for key, number in sorted(orders_of.items())
    ]
    if counted:
        conn.execute(adding(conn, sales), counted)
    _set(conn, DONE, rows[-1].id if len(rows) == AT_ONCE else seen)
    _set(conn, SEEN, conn.execute(_NEWEST).scalar_one())
    return len(rows)


def _mark(conn: Connection, name: str) -> int:
    return conn.execute(select(meta.c.value).where(meta.c.name == name)).scalar() or 0


def _set(conn: Connection, name: str, value: int) -> None:
    conn.execute(upsert(conn, meta), {"name": name, "value": value})
