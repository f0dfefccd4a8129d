"""改成三瓶: another amount of what is in the basket."""

from __future__ import annotations

from msgspec.structs import replace

from bot.dialogue.basket import goods, replacing
from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import Aim, Wanted
from bot.dialogue.saying import called
from intents.acts import SetQuantity
from intents.item import Item


def set_quantity(ex: Exchange, said: tuple[SetQuantity, ...]) -> None:
    items = [item for act in said for item in act.items] or [Item(mention="")]
    for item in items:
        _set(ex, item)


def _set(ex: Exchange, item: Item) -> None:
    basket = ex.talk.basket
    inside = goods.in_basket(ex, item)
    if not inside and not item.skus and (len(basket.lines) == 1 or not item.mention):
        inside = basket.skus
    if item.less and _fewer_of_what_waits(ex, item):
        return
    if inside:
        aim: Aim = "remove" if item.less else "set"
        goods.take(
            ex, Wanted(mention=item.mention or "要改的", skus=inside, quantity=item.quantity, unit=item.unit, aim=aim)
        )
    elif (item.skus or not item.mention) and replacing.take_up(ex, item.skus):
        _set(ex, item)
    elif item.skus and not item.less:
        goods.wish_for(ex, (item,), "set")
    else:
        ex.say(
            "cart.not_in_it" if item.mention else "goods.which_change",
            goods=called(item.mention, goods.products(ex, item.skus)),
        )
        ex.shopping = bool(basket.lines)


def _fewer_of_what_waits(ex: Exchange, item: Item) -> bool:
    """白糖少拿一袋, while it is still asked which sugar: False where none waits, or none would be left."""
    for place, waiting in enumerate(ex.talk.todo):
        left = (waiting.quantity or 0) - (item.quantity or 0)
        if set(waiting.skus) & set(item.skus) and left > 0:
            fewer = replace(waiting, quantity=left)
            ex.change(todo=(*ex.talk.todo[:place], fewer, *ex.talk.todo[place + 1 :]), asking=None)
            ex.shopping = True
            return True
    return False
