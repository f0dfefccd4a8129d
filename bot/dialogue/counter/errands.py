"""A manager may order for several people in one message: each one's goods wait until it is their turn."""

from __future__ import annotations

from bot.dialogue.basket import goods
from bot.dialogue.counter import unbooked
from bot.dialogue.exchange import Exchange
from bot.dialogue.talk import Errand
from bot.domain.cart import Basket

MOST_WAITING = 20


def put_off(ex: Exchange, errand: Errand) -> None:
    ex.change(later=(*ex.talk.later, errand)[-MOST_WAITING:])


def put_off_current(ex: Exchange) -> None:
    """What is being put together now waits; an empty basket is for the next. Goods for the shelf do not wait for long."""
    unbooked.drop(ex, "manager.unbooked")
    if ex.talk.basket.lines or ex.talk.todo:
        put_off(ex, Errand(basket=ex.talk.basket, todo=ex.talk.todo))
    ex.change(basket=Basket(), todo=(), asking=None)


def next_errand(ex: Exchange) -> bool:
    """Go on with the next one that waits; False where none does."""
    if not ex.talk.later:
        return False
    errand, *rest = ex.talk.later
    ex.change(later=tuple(rest), todo=(), asking=None)
    ex.touch(errand.basket)
    for wanted in errand.todo:
        goods.take(ex, wanted)
    return True
