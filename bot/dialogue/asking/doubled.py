"""The order that stands read back was said once more: is it the same, or as much again?"""

from __future__ import annotations

from decimal import Decimal

from bot.dialogue.basket import goods
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.questions import Doubled, Wanted
from bot.dialogue.setting_aside import set_aside
from intents.acts import Act

SAME, AS_MUCH_AGAIN = 1, 2


def ask(ex: Exchange, question: Doubled) -> None:
    ex.ask(question, "readback.doubled")


def answer(ex: Exchange, _question: Doubled, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit == SAME or heard.yes:
        ex.settled()
        ex.shopping = True
        return ()
    if heard.digit == AS_MUCH_AGAIN:
        for line in ex.talk.basket.lines:
            goods.take(ex, Wanted(mention="", skus=(line.sku,), quantity=Decimal(line.quantity)))
        return ()
    if heard.leaves or heard.digit == 0:
        set_aside(ex, "readback.left")
        return ()
    if heard.no and not heard.rest:
        ex.settled()
        ex.shopping = True
        return ()
    return None
