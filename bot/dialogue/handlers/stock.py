"""进货, 卖了, 库存, 店里没盐了: the shelf of a Select station, by its manager's word."""

from __future__ import annotations

from bot.dialogue.basket import goods
from bot.dialogue.counter import counting, restock, shelf
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers import search
from bot.dialogue.saying import amount, called
from bot.domain.shelf import Standing
from intents.acts import AskShelf, Search, SoldOut, StockIn, WalkInSale
from intents.item import Item

MOST_NAMED = 8


def stock_in(ex: Exchange, said: tuple[StockIn, ...]) -> None:
    goods.wish_for(ex, [item for act in said for item in act.items], "stock_in")


def walk_in_sale(ex: Exchange, said: tuple[WalkInSale, ...]) -> None:
    if shelf.lacks_one(ex):
        ex.say("counter.no_shelf_to_sell_from")
        return
    goods.wish_for(ex, [item for act in said for item in act.items], "walk_in_sale")


def ask_shelf(ex: Exchange, said: tuple[AskShelf, ...]) -> None:
    """What stands there: of the goods named, or all of it."""
    items = [item for act in said for item in act.items]
    if shelf.lacks_one(ex):
        ex.say("counter.no_shelf")
        if items:
            search.search(ex, (Search(items=tuple(items)),))
    elif items:
        for item in items:
            _tell(ex, item)
    else:
        _tell_all(ex)


def sold_out(ex: Exchange, said: tuple[SoldOut, ...]) -> None:
    """By the books some may be left: then it is counted as gone, after a read-back. Else more of it is ordered."""
    items = [item for act in said for item in act.items]
    if shelf.lacks_one(ex):
        ex.say("counter.no_shelf")
        return
    left = [row for row in shelf.rows(ex) if row.free and any(row.sku in item.skus for item in items)]
    for row in left:
        counting.note(ex, row.sku, row.reserved)
    gone = [item for item in items if not any(row.sku in item.skus for row in left)]
    if gone and not left:
        restock.order(ex, gone)


def _tell(ex: Exchange, item: Item) -> None:
    there = [row for row in shelf.rows(ex) if row.sku in item.skus and row.quantity]
    if there:
        ex.say("counter.on_shelf", rows="、".join(_row(ex, row) for row in there))
    else:
        ex.say("counter.none_on_shelf", goods=called(item.mention, goods.products(ex, item.skus)))


def _tell_all(ex: Exchange) -> None:
    rows = shelf.rows(ex)
    there, gone = [row for row in rows if row.quantity], [row for row in rows if not row.quantity]
    if not rows:
        ex.say("counter.shelf_empty")
        return
    if there:
        ex.say("counter.shelf", count=len(there), rows="\n".join(_row(ex, row) for row in there))
    if gone:
        names = [product.name for product in goods.products(ex, [row.sku for row in gone])]
        more = "等" if len(names) > MOST_NAMED else ""
        ex.say("counter.shelf_gone", count=len(names), goods="、".join(names[:MOST_NAMED]) + more)


def _row(ex: Exchange, row: Standing) -> str:
    product = ex.facts.shop.product(row.sku)
    name, unit = (product.name, product.unit) if product else (row.sku, "")
    held = f"（留给乡亲{amount(row.reserved, unit)}）" if row.reserved else ""
    return f"{name} {amount(row.quantity, unit)}{held}"
