"""那单取消: asked once more, then done, as long as it is not packed."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.dialogue.orders import cancelling
from bot.dialogue.setting_aside import set_aside
from bot.domain.order import OPEN
from intents.acts import CancelOrder


def cancel_order(ex: Exchange, said: tuple[CancelOrder, ...]) -> None:
    number = said[-1].order_no
    if number:
        cancelling.confirm_first(ex, number)
    elif ex.talk.basket.lines and not any(order.status in OPEN for order in ex.facts.orders()):
        set_aside(ex, "cart.cleared")
    else:
        cancelling.choose(ex, newest=said_in("newest", ex.text))
