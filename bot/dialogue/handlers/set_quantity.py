"""改成三瓶: another amount of what is in the basket."""

from __future__ import annotations

from bot.dialogue import goods, replacing
from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import Wanted
from bot.dialogue.saying import called
from intents.acts import Item, SetQuantity


def set_quantity(ex: Exchange, said: tuple[SetQuantity, ...]) -> None:
    items = [item for act in said for item in act.items] or [Item(mention="")]
    for item in items:
        _set(ex, item)


def _set(ex: Exchange, item: Item) -> None:
    basket = ex.talk.basket
    inside = goods.in_basket(ex, item)
    if not inside and not item.skus and (len(basket.lines) == 1 or not item.mention):
        inside = basket.skus
    if inside:
        goods.take(
            ex, Wanted(mention=item.mention or "要改的", skus=inside, quantity=item.quantity, unit=item.unit, aim="set")
        )
    elif (item.skus or not item.mention) and replacing.take_up(ex, item.skus):
        _set(ex, item)
    elif item.skus:
        goods.wish_for(ex, (item,), "set")
    else:
        ex.say(
            "cart.not_in_it" if item.mention else "goods.which_change",
            goods=called(item.mention, goods.products(ex, item.skus)),
        )
        ex.shopping = bool(basket.lines)
