"""Goods onto a station's shelf and off it, as its manager says; what was booked by mistake is taken back with 0."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from bot.dialogue.counter import deeds
from bot.dialogue.counter.questions import Move, UndoStock
from bot.dialogue.exchange import Exchange
from bot.dialogue.saying import amount
from bot.dialogue.talk import Deed
from bot.domain.events import StockMoved
from bot.domain.money import amount_fen, yuan
from bot.domain.shelf import Standing
from catalog.product import Product

BOOKED = {"stock_in": "进货", "walk_in_sale": "卖出"}


def rows(ex: Exchange) -> Sequence[Standing]:
    """What stands on the manager's shelf, by article as the shop lists them."""
    known = {row.sku: row for row in ex.facts.shelf_rows(ex.station.code)} if ex.station else {}
    return [known[product.sku] for product in ex.facts.shop.products if product.sku in known]


def lacks_one(ex: Exchange) -> bool:
    """Whether the station is one that has no shelf: all goods come from the county."""
    return ex.station is not None and ex.station.kind != "select" and not rows(ex)


def book(
    ex: Exchange,
    sku: str,
    quantity: Decimal,
    reason: Literal["stock_in", "walk_in_sale"],
    undone: Decimal = Decimal(0),
) -> None:
    """Book goods in or sell them; more than the shelf holds cannot be sold. `undone` is what was booked wrongly, and taken
    back in this very turn."""
    product, station = ex.facts.shop.product(sku), ex.station
    if product is None or station is None or quantity <= 0:
        return
    moves = ex.talk.asking.moves if isinstance(ex.talk.asking, UndoStock) and ex.asked else ()
    before = ex.facts.shelf(station.code, sku) + sum(m.quantity for m in moves if m.sku == sku) - undone
    if reason == "walk_in_sale" and before < quantity:
        ex.say("manager.shelf_short", goods=product.name, left=amount(before, product.unit))
        return
    moved = quantity if reason == "stock_in" else -quantity
    move = Move(station=station.code, sku=sku, quantity=moved, reason=reason)
    ex.cause(StockMoved(station=station.code, sku=sku, quantity=moved, reason=reason, at=ex.facts.at))
    said = f"{BOOKED[reason]}{product.name} {amount(quantity, product.unit)}"
    deeds.note(ex, Deed(what="booked", at=ex.facts.at, words=said, moves=(move,)))
    _tell(ex, product, (*moves, move), before + moved)


def _tell(ex: Exchange, product: Product, moves: tuple[Move, ...], left: Decimal) -> None:
    """What the last move was, and how it and those before it are taken back."""
    quantity, key = abs(moves[-1].quantity), f"manager.{moves[-1].reason}"
    told = {
        "goods": product.name,
        "count": amount(quantity, product.unit),
        "left": amount(left, product.unit),
        "money": yuan(amount_fen(quantity, product.price_fen)),
    }
    if ex.talk.todo or len(ex.before.todo) > 1:  # the next choice is open, and there 0 wants none of what is offered
        ex.say(key, **told, undo="“撤销”")
        ex.shopping = True
    else:
        ex.ask(UndoStock(moves=moves), key, **told, undo="0")
