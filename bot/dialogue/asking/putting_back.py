"""What was put aside may come back."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_whole
from bot.dialogue.questions import Restore
from bot.dialogue.setting_aside import restore
from intents.acts import Act


def ask(ex: Exchange, question: Restore) -> None:
    ex.ask(question, "cart.restore")


def answer(ex: Exchange, question: Restore, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit == 1 or (heard.yes and not question.refused):
        restore(ex)
        return ()
    if heard.yes:
        ex.settled()
        ex.say("offer.left")
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        ex.settled()
        if not said_whole("back", heard.text):  # whoever only turns back may still say 恢复
            ex.change(shelved=None)
        ex.say("cart.gone")
        return ()
    return None
