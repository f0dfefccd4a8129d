"""来两瓶酱油: goods are wanted."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.dialogue.basket import goods, replacing
from bot.dialogue.basket.amounts import counts
from bot.dialogue.basket.swapping import swap_for
from bot.dialogue.context import in_context
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.dialogue.questions import Aim, Wanted
from bot.domain import cart
from intents.acts import Add
from intents.item import Item


def add(ex: Exchange, said: tuple[Add, ...]) -> None:
    items = tuple(in_context(ex, item) for act in said for item in act.items)
    if said_in("swaps", ex.text) or (said_in("rather", ex.text) and _is_of_the_kind(ex, items)):
        items = swap_for(ex, items)
    aim = _aim(ex)
    _take_up_what_is_meant(ex, items, aim)
    if _keeps_only(ex, items):
        skus = {sku for item in items for sku in item.skus}
        for line in ex.talk.basket.lines:
            ex.touch(ex.talk.basket if line.sku in skus else cart.put(ex.talk.basket, line.sku, Decimal(0)))
    elif items and aim != "add" and all(goods.in_basket(ex, item) for item in items):
        for item in items:
            inside = goods.in_basket(ex, item)
            goods.take(ex, Wanted(mention=item.mention, skus=inside, quantity=item.quantity, aim=aim))
    elif items:
        ex.shopping = True
        told = tuple(item for item in items if _says_how_many(ex, item))
        _answer_what_waits(ex, items)
        goods.wish_for(ex, told, "set")
        goods.wish_for(ex, tuple(item for item in items if item not in told), "add")
    else:
        ex.say("goods.which")


def _is_of_the_kind(ex: Exchange, items: tuple[Item, ...]) -> bool:
    """“还是要飘柔的吧” of the one shampoo in the basket, not of salt."""
    lines = ex.talk.basket.skus
    return len(lines) == len(items) == 1 and set() < set(items[0].skus) <= set(ex.facts.shop.like(lines[0]))


def _answer_what_waits(ex: Exchange, items: tuple[Item, ...]) -> None:
    """“橙子一箱” while 水果 waits to be asked about: that is the fruit."""
    around = ex.text
    for item in items:
        around = around.replace(item.mention, "") if item.mention else around
    if said_in("again", around):  # 加加 is a brand
        return
    named = [set(item.skus) for item in items if item.skus]
    answered = [one for one in ex.before.todo if any(skus < set(one.skus) for skus in named)]
    if answered:
        ex.change(todo=tuple(one for one in ex.talk.todo if one not in answered))


def _keeps_only(ex: Exchange, items: tuple[Item, ...]) -> bool:
    """“光要香皂” of goods in the basket, without a number: these stay as they are, and nothing else does."""
    if not items or counts(ex.text) or said_in("again", ex.text) or not said_in("only_these", ex.text):
        return False
    return all(goods.in_basket(ex, item) for item in items)


def _says_how_many(ex: Exchange, item: Item) -> bool:
    """“本子要5个” of what is in the basket since before: so many, not so many more."""
    told = item.quantity is not None and bool(set(item.skus) & set(ex.before.basket.skus))
    return told and re.search(rf"{re.escape(item.mention)}(?:就|我)?要[\d一二两三四五六七八九十]", ex.text) is not None


def _take_up_what_is_meant(ex: Exchange, items: tuple[Item, ...], aim: Aim) -> None:
    """“那单再加一瓶”, “盐只要一袋” of what is ordered already: that order is what is changed."""
    if said_in("that_order", ex.text) and replacing.just_ordered(ex):
        replacing.take_up(ex)
    elif aim != "add" and not any(goods.in_basket(ex, item) for item in items):
        named = tuple(sku for item in items for sku in item.skus)
        if named:
            replacing.take_up(ex, named)


def _aim(ex: Exchange) -> Aim:
    """Of what is in the basket, “少拿一袋” takes out and “只要一袋” leaves so many."""
    if said_in("less", ex.text):
        return "remove"
    same = said_in("only", ex.text) or said_in("restates", ex.text)
    return "set" if same and not said_in("again", ex.text) else "add"
