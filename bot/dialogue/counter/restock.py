"""补货: what runs low on the station's shelf is proposed as an order for the station itself, and shelved when it arrives."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from bot.dialogue.basket import goods
from bot.dialogue.counter import deeds, errands, shelf
from bot.dialogue.counter.questions import Move
from bot.dialogue.exchange import Exchange
from bot.dialogue.saying import amount, called
from bot.dialogue.talk import Deed, Step
from bot.domain.cart import MOST_LINES, Basket, CartLine
from bot.domain.events import OrderMoved, StockMoved
from bot.domain.order import FOR_STATION, Order, Status
from bot.domain.restock import proposals
from intents.item import Item


def propose(ex: Exchange) -> None:
    """Put what should be ordered into a basket of the station's own; it is read back and changed as any other."""
    station = ex.station
    if station is None:
        return
    left = {row.sku: row.free for row in ex.facts.shelf_rows(station.code)}
    low = [one for one in proposals(left, ex.facts.sold(station.code)) if ex.facts.shop.product(one.sku)]
    if not low:
        ex.say("manager.nothing_low")
        return
    lines = tuple(CartLine(sku=one.sku, quantity=one.order) for one in low[:MOST_LINES])
    errands.put_off_current(ex)
    ex.touch(Basket(recipient=FOR_STATION, lines=lines))
    ex.say("manager.restock", count=len(lines))


def order(ex: Exchange, items: Sequence[Item]) -> None:
    """Order these goods for the station's own shelf: as much as their sales propose, else it is asked how much."""
    if ex.talk.basket.recipient != FOR_STATION:
        errands.put_off_current(ex)
        ex.change(basket=Basket(recipient=FOR_STATION))
    stood = {row.sku: row.free for row in shelf.rows(ex)}
    proposed = {one.sku: one.order for one in proposals(stood, ex.facts.sold(ex.station.code))} if ex.station else {}
    ex.say("counter.restock_of", goods="、".join(called(one.mention, goods.products(ex, one.skus)) for one in items))
    for item in items:
        skus = tuple(sku for sku in item.skus if sku in stood) or item.skus
        quantity = proposed.get(skus[0]) if len(skus) == 1 else None
        goods.wish_for(ex, (replace(item, skus=skus, quantity=quantity),), "add")
    ex.shopping = True


def put_on_shelf(ex: Exchange, order: Order) -> None:
    """The station's own goods are here: onto the shelf with them, nobody has to fetch them."""
    at = ex.facts.at
    moves = tuple(
        Move(station=order.station, sku=line.sku, quantity=line.quantity, reason="stock_in") for line in order.lines
    )
    ex.cause(OrderMoved(number=order.number, to=Status.COLLECTED, at=at, by="manager"))
    ex.cause(*(StockMoved(station=m.station, sku=m.sku, quantity=m.quantity, reason="stock_in", at=at) for m in moves))
    step = Step(number=order.number, was=Status.COLLECTED, back_to=Status.AT_STATION)
    named = "、".join(f"{line.name} {amount(line.quantity, line.unit)}" for line in order.lines)
    deeds.note(ex, Deed(what="arrived", at=at, words=f"上架{named}", steps=(step,), moves=moves))
    ex.say("manager.shelved", goods=named)
