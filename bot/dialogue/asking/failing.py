"""Can what was ordered really not be brought?"""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from bot.dialogue.market import failing
from bot.dialogue.market.questions import CannotBring
from intents.acts import Act

ask = failing.put


def answer(ex: Exchange, question: CannotBring, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit == 1 or heard.yes or said_in("sell_cannot", heard.text):
        ex.settled()
        meant = [one for one in failing.open_sales(ex) if one.sale.key in question.sales]
        failing.call_off(ex, meant, by="seller")
        ex.say("selling.cannot_done", rows=failing.rows(meant))
        return ()
    if heard.declines:
        ex.settled()
        ex.say("selling.cannot_kept")
        return ()
    return None
