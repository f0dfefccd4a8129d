"""What moved on the shelves lately, over all stations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.storage.schema import stock_moves

SALES = ("walk_in_sale", "order")
FILLS = ("stock_in", "count")
_LATELY = (
    select(stock_moves.c.station, stock_moves.c.sku)
    .where(stock_moves.c.at >= bindparam("since"), stock_moves.c.reason.in_(SALES))
    .group_by(stock_moves.c.station, stock_moves.c.sku)
    .order_by(func.max(stock_moves.c.id).desc())
    .limit(bindparam("limit"))
)
_FILLED = (
    select(stock_moves.c.sku, func.max(stock_moves.c.id).label("last"))
    .where(
        stock_moves.c.station == bindparam("station"),
        stock_moves.c.reason.in_(FILLS),
        stock_moves.c.sku.in_(bindparam("skus", expanding=True)),
    )
    .group_by(stock_moves.c.sku)
)
ARTICLES_A_STATION = 20


def sold_lately(conn: Connection, since: datetime, *, limit: int) -> dict[str, set[str]]:
    """Station → articles that went from its shelf since then; those of about `limit` stations, the latest sales first."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in conn.execute(_LATELY, {"since": since, "limit": limit * ARTICLES_A_STATION}):
        found[row.station].add(row.sku)
    return dict(found)


def last_filled(conn: Connection, station: str, skus: Collection[str]) -> dict[str, int]:
    """Article → a number that grows each time goods came onto the shelf or were counted there."""
    rows = conn.execute(_FILLED, {"station": station, "skus": sorted(skus)})
    return {row.sku: row.last for row in rows}
