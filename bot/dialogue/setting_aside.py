"""A basket that is left or grew stale is put aside, not thrown away."""

from __future__ import annotations

from bot.dialogue.basket.quote import order_lines
from bot.dialogue.basket.replacing import keep_order
from bot.dialogue.counter import errands
from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import Restore
from bot.dialogue.saying import amount
from bot.domain import cart
from bot.domain.cart import Basket
from intents.acts import Act, Bye, Checkout, Choose, Confirm, Deny, Greet, Thanks, Unknown, ViewCart

EXPIRED = "cart.expired"


def set_aside(ex: Exchange, key: str) -> None:
    """Empty the basket, say so (`key`), and offer to bring it back."""
    if ex.talk.basket.replaces:
        keep_order(ex)
        return
    goods = in_words(ex)
    ex.change(shelved=ex.talk.basket, basket=Basket(), todo=(), asking=None, pages=())
    ex.quiet = True
    ex.ask(Restore(refused=key != EXPIRED), key, goods=goods)
    if errands.next_errand(ex):
        ex.quiet = ex.asked = False


def restore(ex: Exchange) -> None:
    """Bring back what was put aside, beside what is there now."""
    shelved = ex.talk.shelved
    ex.settled()
    if shelved is None or not shelved.lines:
        ex.say("cart.nothing_to_restore")
        return
    basket = ex.talk.basket if ex.talk.basket.lines else shelved
    for line in shelved.lines if ex.talk.basket.lines else ():
        basket = cart.add(basket, line.sku, line.quantity)
    ex.change(shelved=None)
    ex.touch(basket)


def in_words(ex: Exchange) -> str:
    """The basket in a few words: `海天金标生抽酱油500ml 2瓶等3样`."""
    lines = order_lines(ex)
    if not lines:
        return "东西"
    first = f"{lines[0].name} {amount(lines[0].quantity, lines[0].unit)}"
    return first if len(lines) == 1 else f"{first}等{len(lines)}样"


_ANSWERS = (Choose, Confirm, Deny, Checkout, ViewCart, Greet, Thanks, Bye, Unknown)


def stale(ex: Exchange, acts: tuple[Act, ...]) -> bool:
    """Put a basket aside that nobody touched for a day, and say so. True where that is all there is to answer: a yes
    or a number now would mean a question nobody remembers."""
    basket = ex.talk.basket
    if not basket.stale(ex.facts.at):
        return False
    if all(isinstance(act, _ANSWERS) for act in acts):
        set_aside(ex, EXPIRED)
        return True
    if basket.replaces:
        ex.change(basket=Basket(), todo=(), asking=None, pages=())
        return False
    goods = in_words(ex)
    ex.change(shelved=basket, basket=Basket(), todo=(), asking=None, pages=())
    ex.say("cart.expired_meanwhile", goods=goods)
    return False
