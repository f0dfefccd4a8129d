"""Shall everything about the person really be erased?"""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_whole
from bot.dialogue.person import erasing
from bot.dialogue.questions import ConfirmErasure
from bot.dialogue.talk import Talk
from intents.acts import Act, DeleteData

ask = erasing.ask


def answer(ex: Exchange, _question: ConfirmErasure, heard: Heard) -> tuple[Act, ...] | None:
    again = any(isinstance(act, DeleteData) for act in heard.acts) or said_whole("erase_really", ex.text)
    if heard.digit == 1 or heard.yes or again:
        erasing.erase(ex)
        ex.talk = Talk()
        ex.say("privacy.erased")
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        ex.settled()
        ex.say("privacy.kept")
        return ()
    return None
