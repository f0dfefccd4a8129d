"""来两瓶酱油: goods are wanted."""

from __future__ import annotations

from bot.dialogue import goods
from bot.dialogue.context import in_context
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.dialogue.questions import Wanted
from intents.acts import Add


def add(ex: Exchange, said: tuple[Add, ...]) -> None:
    items = tuple(in_context(ex, item) for act in said for item in act.items)
    if items and said_in("less", ex.text) and all(goods.in_basket(ex, item) for item in items):
        for item in items:
            inside = goods.in_basket(ex, item)
            goods.take(ex, Wanted(mention=item.mention, skus=inside, quantity=item.quantity, aim="remove"))
    elif items:
        ex.shopping = True
        goods.wish_for(ex, items, "add")
    else:
        ex.say("goods.which")
