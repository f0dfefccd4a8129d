"""The shelf: what stands there, what came in, what was counted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.dialogue.saying import amount
from bot.domain.events import StockMoved
from bot.storage.trade import stock
from bot.storage.trade.stock import Count
from bot.web.console import goods
from bot.web.console.acting import Done, act_and_show
from bot.web.console.guard import field, seat
from bot.web.keys import DATABASE
from bot.web.pages import Refusal, render, words
from catalog.product import Product

PATH = "/console/station/stock"
LONGEST_SKU, LONGEST_QUANTITY = 60, 12
Reason = Literal["stock_in", "count"]
DEEDS: dict[str, tuple[Reason, str]] = {"stock_in": ("stock_in", "stock_in"), "count": ("count", "counted")}
"""What a button says → the event's reason, and the audit's action."""


class Standing(msgspec.Struct, frozen=True):
    """An article on the shelf, or one that was searched."""

    product: Product
    quantity: Decimal
    reserved: Decimal


async def show(request: web.Request) -> web.Response:
    return await _page(request, request.query.get("q", "")[: goods.LONGEST_WORDS])


async def _page(request: web.Request, asked: str, *, status: int = 200, said: str = "", **typed: str) -> web.Response:
    """`typed`: the `sku` and the `amount` of a row that was not filled in right."""
    here = seat(request)
    counts = await request.app[DATABASE].run(lambda conn: stock.shelves(conn, station=here.station.code))
    known = {count.sku: count for count in counts}
    shelf = [_standing(product, known) for sku in known if (product := goods.product(request, sku))]
    hits = [_standing(product, known) for product in goods.search(request, asked)]
    around: dict[str, Any] = {
        "shelf": shelf,
        "hits": hits,
        "asked": asked,
        "said": said,
        "typed": {"sku": "", "amount": ""} | typed,
    }
    return render(request, "console/stock.j2", status=status, **around)


async def move(request: web.Request) -> web.Response:
    """Goods came in, or were counted."""
    product, asked = (
        goods.product(request, field(request, "sku", LONGEST_SKU)),
        field(request, "q", goods.LONGEST_WORDS),
    )
    written = field(request, "quantity", LONGEST_QUANTITY)
    quantity = goods.quantity(written, product.unit if product else "")
    reason, deed = DEEDS.get(field(request, "do", LONGEST_QUANTITY), (None, ""))
    if product is None or reason is None:
        raise Refusal(422)
    if quantity is None or (quantity == 0 and reason == "stock_in"):
        said = words("said.bad_amount", goods=product.name)
        return await _page(request, asked, status=422, said=said, sku=product.sku, amount=written)

    def action(ex: Exchange, _: Connection) -> Done:
        (code,) = ex.facts.person.manages
        ex.cause(StockMoved(station=code, sku=product.sku, quantity=quantity, reason=reason, at=ex.facts.at))
        count = amount(quantity, product.unit)
        ex.said.append(words(f"said.{deed}", goods=product.name, count=count))
        return Done(deed, f"{product.name} {count}")

    return await act_and_show(request, action, PATH, q=asked)


def _standing(product: Product, known: dict[str, Count]) -> Standing:
    count = known.get(product.sku)
    return Standing(product, count.quantity if count else Decimal(0), count.reserved if count else Decimal(0))
