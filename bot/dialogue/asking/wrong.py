"""The order as read back was not right: what shall be different?"""

from __future__ import annotations

from bot.dialogue.basket.bare_amount import take_amount
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.questions import WhatIsWrong
from bot.dialogue.setting_aside import set_aside
from intents.acts import Act


def ask(ex: Exchange, question: WhatIsWrong) -> None:
    ex.ask(question, "readback.what_is_wrong")


def answer(ex: Exchange, _question: WhatIsWrong, heard: Heard) -> tuple[Act, ...] | None:
    if heard.no and not heard.rest and take_amount(ex):
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        set_aside(ex, "readback.left")
        return ()
    if heard.digit == 1 or heard.yes:
        ex.settled()
        ex.shopping = True
        return ()
    return None
