"""Showing goods: offered with their price, ordered by nobody yet."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.basket import goods
from bot.dialogue.basket.evidence import likely_first
from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import ChooseCategory, Offer
from bot.dialogue.saying import priced
from catalog.product import Product

FEW_BY_SMS = 2
"""Told in the middle of a question, which has to fit too."""
FEW = 10
"""A category of so few articles is shown at once, without its own parts."""


def offer(ex: Exchange, skus: Sequence[str]) -> None:
    """Show articles with price. In the middle of another question they are only told, so that digits stay its own."""
    found = goods.products(ex, likely_first(ex, skus))
    if not found:
        return
    ex.change(shown=tuple(product.sku for product in found[: goods.PAGE]))
    if isinstance(ex.talk.asking, Offer):
        ex.change(asking=Offer(skus=tuple(dict.fromkeys((*ex.talk.asking.skus, *(p.sku for p in found))))))
    elif ex.talk.asking is not None or ex.shopping:
        _tell(ex, found)
    else:
        ex.change(asking=Offer(skus=tuple(product.sku for product in found)))


def _tell(ex: Exchange, found: Sequence[Product]) -> None:
    most = FEW_BY_SMS if ex.sms else goods.PAGE
    rows = "\n".join(priced(product, city=not ex.sms) for product in found[:most])
    ex.say("offer.told_more" if len(found) > most else "offer.told", rows=rows)


def category(ex: Exchange, name: str) -> None:
    """The articles of a category, or the kinds in it where they are many."""
    shop = ex.facts.shop
    found = [p.sku for p in shop.products if p.category == name or p.category.startswith(f"{name}/")]
    kinds = tuple(kind for kind in shop.categories if kind.startswith(f"{name}/"))
    if len(found) > FEW and len(kinds) > 1:
        ex.change(asking=ChooseCategory(names=kinds))
    elif found:
        ex.change(asking=Offer(skus=likely_first(ex, found)))
    else:
        ex.say("browse.nothing", category=name)


def everything(ex: Exchange) -> None:
    tops = tuple(dict.fromkeys(name.partition("/")[0] for name in ex.facts.shop.categories))
    if tops:
        ex.change(asking=ChooseCategory(names=tops))
    else:
        ex.say("browse.empty_shop")
