"""“有问题”, said by itself with nothing open: what it may be about, and the words that help."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_whole
from bot.dialogue.saying import brief
from bot.domain.order import OPEN, IllegalMove, Order, Status, check_move


def answered(ex: Exchange) -> bool:
    """Ask what is wrong, naming what was received or is on its way; the words offered are heard as ever."""
    if ex.talk.asking is not None or ex.talk.basket.lines or ex.talk.todo or not said_whole("troubled", ex.text):
        return False
    orders = ex.facts.orders()
    received = next((order for order in orders if just_received(ex, order)), None)
    coming = next((order for order in orders if order.status in OPEN), None)
    if received is not None:
        ex.say("trouble.received", goods=brief(received, 16 if ex.sms else 40))
    elif coming is not None:
        ex.say("trouble.coming", goods=brief(coming, 16 if ex.sms else 40))
    else:
        ex.say("trouble.any")
    return True


def just_received(ex: Exchange, order: Order) -> bool:
    """Whether it can still be given back."""
    try:
        check_move(order, Status.RETURN_REQUESTED, ex.facts.at)
    except IllegalMove:
        return False
    return True
