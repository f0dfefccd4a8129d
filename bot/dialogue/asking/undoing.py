"""Goods were booked on the shelf; 0 takes the booking back."""

from __future__ import annotations

from bot.dialogue import deeds
from bot.dialogue.counter_questions import UndoStock
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.domain.events import StockMoved
from intents.acts import Act


def ask(ex: Exchange, question: UndoStock) -> None:
    ex.ask(question, "manager.undo")


def answer(ex: Exchange, question: UndoStock, heard: Heard) -> tuple[Act, ...] | None:
    if heard.leaves or (heard.no and not heard.rest):
        ex.cause(
            *(
                StockMoved(station=m.station, sku=m.sku, quantity=-m.quantity, reason=m.reason, at=ex.facts.at)
                for m in question.moves
            )
        )
        deeds.forget_last(ex)
        ex.settled()
        ex.say("manager.undone")
        return ()
    if heard.yes or heard.digit == 1:
        ex.settled()
        ex.say("manager.kept")
        return ()
    return None
