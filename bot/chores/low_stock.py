"""A Select station hears once of each article that runs low on its shelf; after goods came in, once again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.dialogue.replies import render
from bot.domain.events import AlertRaised, Event
from bot.domain.money import number
from bot.domain.restock import LOOK_BACK, Proposal, proposals
from bot.storage.privacy.seal import Seal
from bot.storage.trade import moves, products, stock
from catalog.product import Product

DAY = (time(8), time(20))
"""Nobody goes to look at a shelf by night."""
SINCE = timedelta(days=1)
AT_ONCE = 200
"""Stations looked at each time."""


def look(conn: Connection, _seal: Seal, now: datetime) -> Iterable[Event]:
    if not DAY[0] <= now.time() < DAY[1]:
        return
    for station, sold_now in moves.sold_lately(conn, now - SINCE, limit=AT_ONCE).items():
        left = {row.sku: row.quantity - row.reserved for row in stock.shelves(conn, station=station)}
        low = proposals(left, stock.sold_since(conn, station, now - LOOK_BACK))
        yield from _alerts(conn, station, [one for one in low if one.sku in sold_now])


def _alerts(conn: Connection, station: str, low: list[Proposal]) -> Iterator[Event]:
    """The key names the last time goods came in, so that the same shortage is told once."""
    known = {product.sku: product for product in products.some(conn, [one.sku for one in low])}
    filled = moves.last_filled(conn, station, [one.sku for one in low])
    for one in low:
        if product := known.get(one.sku):
            key = f"low_stock:{station}:{one.sku}:{filled.get(one.sku, 0)}"
            yield AlertRaised(station=station, kind="low_stock", level="info", text=_text(one, product), key=key)


def _text(one: Proposal, product: Product) -> str:
    count = {"left": one.left, "sold": one.sold, "order": one.order}
    said = {name: f"{number(value)}{product.unit}" for name, value in count.items()}
    return render("manager.low_stock", "wechat", goods=product.name, **said)


LOW_STOCK = Chore(name="low_stock", every=timedelta(minutes=10), do=look)
