"""酱油不要了: out of the basket, or out of what is still being made clear."""

from __future__ import annotations

from bot.dialogue.basket import goods, replacing
from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import Wanted
from bot.dialogue.saying import called
from bot.domain.cart import MOST_OF_ONE
from intents.acts import Remove
from intents.item import Item


def remove(ex: Exchange, said: tuple[Remove, ...]) -> None:
    items = [item for act in said for item in act.items]
    if not items and len(ex.talk.basket.lines) == 1:
        items = [Item(mention="", skus=ex.talk.basket.skus)]
    if not items:
        ex.say("goods.which_not")
        ex.shopping = bool(ex.talk.basket.lines)
    for item in items:
        _remove(ex, item)


def _remove(ex: Exchange, item: Item) -> None:
    inside = goods.in_basket(ex, item)
    waiting = tuple(w for w in ex.talk.todo if not set(w.skus) & set(item.skus))
    if len(waiting) < len(ex.talk.todo):
        ex.change(todo=waiting, asking=None)
        ex.shopping = True
        ex.say("ask.dropped", goods=called(item.mention, goods.products(ex, item.skus)))
    elif inside:
        quantity = item.quantity or MOST_OF_ONE
        goods.take(ex, Wanted(mention=item.mention, skus=inside, quantity=quantity, aim="remove"))
        gone = not any(sku in ex.talk.basket.skus for sku in inside)
        emptied = not ex.talk.basket.lines and not ex.talk.basket.replaces
        if gone and (ex.talk.todo or emptied):
            ex.say("ask.dropped", goods=called(item.mention, goods.products(ex, inside)))
    elif (item.skus or not item.mention) and replacing.take_up(ex, item.skus):
        _remove(ex, item)
    else:
        ex.say("cart.not_in_it", goods=called(item.mention, goods.products(ex, item.skus)))
        ex.shopping = bool(ex.talk.basket.lines)
