"""The basket as a whole: look at it, empty it, order it, order the last one again."""

from __future__ import annotations

from bot.dialogue.basket.again import again
from bot.dialogue.basket.quote import address, home
from bot.dialogue.basket.replacing import give_up_order, just_ordered
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.order_status import order_status
from bot.dialogue.lexicon import said_in
from bot.dialogue.orders import cancelling
from bot.dialogue.replies import render
from bot.dialogue.setting_aside import in_words, set_aside
from bot.domain.money import yuan
from bot.domain.order import OPEN
from intents.acts import Checkout, ClearCart, OrderStatus, Reorder, ViewCart


def view_cart(ex: Exchange, _said: tuple[ViewCart, ...]) -> None:
    """What is in it is best said by the read-back itself, and in a few words where that cannot come yet; whoever asks with
    nothing in it means what is ordered."""
    if ex.talk.basket.lines or ex.talk.todo:
        ex.settled()
        ex.shopping = True
        if ex.talk.basket.lines and not _can_be_read_back(ex):
            ex.say("cart.so_far", goods=in_words(ex))
    elif any(order.status in OPEN for order in ex.facts.orders()):
        order_status(ex, (OrderStatus(),))
        if said_in("sum", ex.text):
            tell_sum(ex)
    else:
        ex.say("cart.empty")


def tell_sum(ex: Exchange) -> None:
    """What all orders under way cost, and what of it is still to be paid."""
    orders = [order for order in ex.facts.orders() if order.status in OPEN]
    total, left = (sum(fen) for fen in ([o.total_fen for o in orders], [o.due_fen for o in orders]))
    state = "due_nothing" if not left else "due" if left == total else "due_rest"
    due = render(f"status.{state}", ex.facts.channel, left=yuan(left))
    ex.say("status.sum", total=yuan(total), due=due)


def _can_be_read_back(ex: Exchange) -> bool:
    return not ex.talk.todo and ex.station is not None and bool(address(ex) or not home(ex))


def clear_cart(ex: Exchange, _said: tuple[ClearCart, ...]) -> None:
    if ex.talk.basket.replaces:
        give_up_order(ex)
    elif ex.talk.basket.lines:
        set_aside(ex, "cart.cleared")
    elif ex.talk.todo:
        ex.change(todo=(), asking=None)
        ex.say("cart.gone")
    elif just_ordered(ex):
        cancelling.choose(ex, newest=False)
    else:
        ex.say("cart.empty")


def checkout(ex: Exchange, _said: tuple[Checkout, ...]) -> None:
    view_cart(ex, ())


def reorder(ex: Exchange, _said: tuple[Reorder, ...]) -> None:
    again(ex)
