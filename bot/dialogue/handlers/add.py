"""来两瓶酱油: goods are wanted."""

from __future__ import annotations

from bot.dialogue import goods, replacing
from bot.dialogue.context import in_context
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.dialogue.questions import Aim, Wanted
from bot.dialogue.swapping import swap_for
from intents.acts import Add


def add(ex: Exchange, said: tuple[Add, ...]) -> None:
    items = tuple(in_context(ex, item) for act in said for item in act.items)
    if said_in("swaps", ex.text):
        items = swap_for(ex, items)
    aim = _aim(ex)
    if aim != "add" and not any(goods.in_basket(ex, item) for item in items):
        for item in items:
            if item.skus and replacing.take_up(ex, item.skus):
                break
    if items and aim != "add" and all(goods.in_basket(ex, item) for item in items):
        for item in items:
            inside = goods.in_basket(ex, item)
            goods.take(ex, Wanted(mention=item.mention, skus=inside, quantity=item.quantity, aim=aim))
    elif items:
        ex.shopping = True
        goods.wish_for(ex, items, "add")
    else:
        ex.say("goods.which")


def _aim(ex: Exchange) -> Aim:
    """Of what is in the basket, “少拿一袋” takes out and “只要一袋” leaves so many."""
    if said_in("less", ex.text):
        return "remove"
    same = said_in("only", ex.text) or said_in("corrects", ex.text)
    return "set" if same and not said_in("again", ex.text) else "add"
