"""来两瓶酱油: goods are wanted."""

from __future__ import annotations

from bot.dialogue import goods
from bot.dialogue.context import in_context
from bot.dialogue.exchange import Exchange
from intents.acts import Add


def add(ex: Exchange, said: tuple[Add, ...]) -> None:
    items = tuple(in_context(ex, item) for act in said for item in act.items)
    if items:
        ex.shopping = True
        goods.wish_for(ex, items, "add")
        return
    ex.say("goods.which")
