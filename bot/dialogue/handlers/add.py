"""来两瓶酱油: goods are wanted."""

from __future__ import annotations

from intents.understand import read_amount

from bot.dialogue import goods
from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import Wanted
from intents.acts import Add


def add(ex: Exchange, said: tuple[Add, ...]) -> None:
    items = tuple(item for act in said for item in act.items)
    if items:
        ex.shopping = True
        goods.wish_for(ex, items, "add")
        return
    count = read_amount(ex.text)
    if count and ex.talk.shown:
        goods.take(ex, Wanted(mention="这样的", skus=ex.talk.shown, quantity=count))
    else:
        ex.say("goods.which")
