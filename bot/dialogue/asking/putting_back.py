"""What was put aside may come back."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.questions import Restore
from bot.dialogue.setting_aside import restore
from intents.acts import Act, Checkout


def ask(ex: Exchange, question: Restore) -> None:
    ex.ask(question, "cart.restore")


def answer(ex: Exchange, _question: Restore, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit == 1 or heard.yes or any(isinstance(act, Checkout) for act in heard.acts):
        restore(ex)
        return heard.rest
    if heard.leaves or (heard.no and not heard.rest):
        ex.settled()
        ex.change(shelved=None)
        ex.say("cart.gone")
        return ()
    return None
