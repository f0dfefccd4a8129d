"""进货 / 卖了: the shelf of a Select station, by its manager's word."""

from __future__ import annotations

from bot.dialogue import goods
from bot.dialogue.exchange import Exchange
from intents.acts import StockIn, WalkInSale


def stock_in(ex: Exchange, said: tuple[StockIn, ...]) -> None:
    goods.wish_for(ex, [item for act in said for item in act.items], "stock_in")


def walk_in_sale(ex: Exchange, said: tuple[WalkInSale, ...]) -> None:
    goods.wish_for(ex, [item for act in said for item in act.items], "walk_in_sale")
