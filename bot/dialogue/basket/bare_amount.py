"""An amount without goods means the article that was spoken of last."""

from __future__ import annotations

import msgspec

from bot.dialogue.basket import goods, replacing
from bot.dialogue.basket.amounts import Said, amount_alone, units_of
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.dialogue.questions import Aim, Wanted
from bot.dialogue.saying import amount
from bot.domain.cart import Basket


def take_amount(ex: Exchange) -> bool:
    """Do it where the message is only an amount and one article can be meant. False: it was something else."""
    said = amount_alone(ex.text) if ex.text else None
    if said is None:
        return False
    if ex.talk.todo:
        return _of_what_is_asked(ex, said)
    skus = _meant(ex) or _of_the_order(ex)
    if not skus:
        return False
    skus = goods.sold_by(ex, _in_that_unit(ex, skus, said.unit), said.unit)
    if said_in("that_order", ex.text) and not ex.talk.basket.replaces and ex.talk.basket.skus == skus:
        ex.change(basket=Basket())  # it was not to be another order after all
    aim = _aim(ex, skus)
    if aim == "add" and _of_what_is_ordered(ex) and replacing.take_up(ex, skus):
        aim = _aim(ex, skus)
    elif aim == "add" and not said_in("again", ex.text):
        _tell_of_the_order(ex, skus)
    quantity = units_of(ex, said, *skus)
    goods.take(ex, Wanted(mention="这样的", skus=skus, quantity=quantity, unit=said.unit, aim=aim))
    return True


def _tell_of_the_order(ex: Exchange, skus: tuple[str, ...]) -> None:
    """“三瓶” right after two were ordered may be meant for that order: say that it stands, and how it would be changed."""
    if len(skus) != 1 or not replacing.just_ordered(ex):
        return
    newest = replacing.latest(ex)[0]
    had = next((line for line in newest.lines if line.sku == skus[0]), None)
    if had is not None:
        ex.say("cart.ordered_before", number=newest.number, count=amount(had.quantity, had.unit), unit=had.unit)


def _of_what_is_asked(ex: Exchange, said: Said) -> bool:
    """While an article is being chosen, a count is of that; a weight may be its size and is left to the choice."""
    first, *others = ex.talk.todo
    if said.measures and len(first.skus) > 1:
        return False
    quantity = units_of(ex, said, *first.skus)
    ex.change(todo=(msgspec.structs.replace(first, quantity=quantity), *others), asking=None)
    ex.shopping = True
    return True


def _meant(ex: Exchange) -> tuple[str, ...]:
    """The article named last, or the only one in the basket."""
    lines = ex.talk.basket.skus
    if len(ex.talk.shown) == 1 or not lines:
        return ex.talk.shown
    changed = ex.talk.basket.replaces and said_in("corrects", ex.text)
    return lines if changed or len(lines) == 1 else ()


def _in_that_unit(ex: Exchange, skus: tuple[str, ...], unit: str) -> tuple[str, ...]:
    """少拿一袋 means what is sold in bags, also where a bottle was spoken of last."""
    inside = ex.talk.basket.skus
    if not unit or not said_in("less", ex.text) or any(p.unit == unit for p in goods.products(ex, skus)):
        return skus
    return tuple(product.sku for product in goods.products(ex, inside) if product.unit == unit) or skus


def _of_what_is_ordered(ex: Exchange) -> bool:
    """Whether it changes an order that is placed, “改成一袋”, “那单再加一袋”; “再来一袋” alone is another one."""
    if said_in("again", ex.text):
        return said_in("that_order", ex.text)
    return _corrects(ex) or said_in("that_order", ex.text)


def _corrects(ex: Exchange) -> bool:
    return said_in("corrects", ex.text) or said_in("wrong", ex.text)


def _of_the_order(ex: Exchange) -> tuple[str, ...]:
    """“改成三袋” after an order of several goods: one of these."""
    return ex.talk.basket.skus if _corrects(ex) and replacing.just_ordered(ex) and replacing.take_up(ex) else ()


def _aim(ex: Exchange, skus: tuple[str, ...]) -> Aim:
    """What is not in the basket can only be added; of what is in it, a bare number is the new amount."""
    if said_in("again", ex.text) or not set(skus) & set(ex.talk.basket.skus):
        return "add"
    return "remove" if said_in("less", ex.text) else "set"
