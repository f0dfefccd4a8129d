"""“大的”, when one article is read back: the same thing in another size, for the one that is there."""

from __future__ import annotations

from bot.dialogue import goods
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.questions import Wanted
from bot.domain import cart
from catalog.product import Product


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
    goods.take(ex, Wanted(mention="这样的", skus=meant, quantity=line.quantity))
    return True


def _kin(ex: Exchange, sku: str) -> tuple[str, ...]:
    own = ex.facts.shop.product(sku)
    return tuple(
        product.sku for product in ex.facts.shop.products if own and _but_for_size(product) == _but_for_size(own)
    )


def _but_for_size(product: Product) -> tuple[str, str, str]:
    name = product.name.replace(product.spec, "") if product.spec else product.name
    return product.brand, product.category, name.strip()
