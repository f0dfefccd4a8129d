"""Goods that lie at stations, and are looked at again when their next step is due."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.domain.order import Order
from bot.storage.privacy.seal import Seal
from bot.storage.schema import WAITING, orders
from bot.storage.trade import orders as repository

AT_ONCE = 300
_DUE = (
    select(orders)
    .where(WAITING, orders.c.overdue_at <= bindparam("now"))
    .order_by(orders.c.overdue_at, orders.c.number)
    .limit(AT_ONCE)
)


def due(conn: Connection, seal: Seal, now: datetime) -> list[tuple[Order, int]]:
    """Orders whose next step is due, each with the days of its last one, the longest due first; 300 at most."""
    rows = conn.execute(_DUE, {"now": now}).all()
    stages = [row.overdue_stage for row in rows]
    return list(zip(repository.whole(conn, seal, rows), stages, strict=True))
