"""“大的”, when one article is read back: the same thing in another size, for the one that is there."""

from __future__ import annotations

import msgspec

from bot.dialogue import goods
from bot.dialogue.amounts import closing_amount, said_amount, units_of
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.questions import Wanted
from bot.dialogue.replacing import just_ordered, take_up
from bot.domain import cart
from catalog.product import Product
from intents.item import Item


def swap(ex: Exchange, heard: Heard) -> bool:
    """Take the same article in the size that the words tell. False: they tell nothing, or more than one article is read
    back."""
    if len(ex.talk.basket.lines) != 1 or not heard.hint:
        return False
    line = ex.talk.basket.lines[0]
    kin = _kin(ex, line.sku)
    meant = tuple(sku for sku in ex.facts.shop.narrow(heard.hint, kin) if sku != line.sku)
    if not meant:
        return False
    ex.change(basket=cart.put(ex.talk.basket, line.sku, line.quantity * 0))
    said = said_amount(heard.hint) or closing_amount(heard.hint)
    count = units_of(ex, said, *meant) if said else None
    goods.take(ex, Wanted(mention="这样的", skus=meant, quantity=count or line.quantity))
    return True


def swap_for(ex: Exchange, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """“换成生抽”: the one thing in the basket, or ordered just now, goes for what is named; as many where no number is
    said. The items are given back as they are wanted then."""
    if len(items) != 1 or not items[0].skus:
        return items
    if just_ordered(ex):
        take_up(ex)
    lines = ex.talk.basket.lines
    changed_already = ex.before.basket.lines not in ((), lines)
    if len(lines) != 1 or lines[0].sku in items[0].skus or changed_already:
        return items
    ex.change(basket=cart.put(ex.talk.basket, lines[0].sku, lines[0].quantity * 0))
    ex.say("ask.dropped", goods="、".join(product.name for product in goods.products(ex, (lines[0].sku,))))
    return items if items[0].unit else (msgspec.structs.replace(items[0], quantity=lines[0].quantity),)


def _kin(ex: Exchange, sku: str) -> tuple[str, ...]:
    own = ex.facts.shop.product(sku)
    return tuple(
        product.sku for product in ex.facts.shop.products if own and _but_for_size(product) == _but_for_size(own)
    )


def _but_for_size(product: Product) -> tuple[str, str, str]:
    name = product.name.replace(product.spec, "") if product.spec else product.name
    return product.brand, product.category, name.strip()
