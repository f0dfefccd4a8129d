"""Goods were booked on the shelf; 0 takes the booking back."""

from __future__ import annotations

from typing import Literal

from bot.dialogue.basket.amounts import closing_amount, units_of
from bot.dialogue.counter import deeds, shelf
from bot.dialogue.counter.questions import UndoStock
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from bot.domain.events import StockMoved
from intents.acts import Act


def ask(ex: Exchange, question: UndoStock) -> None:
    ex.ask(question, "manager.undo")


def answer(ex: Exchange, question: UndoStock, heard: Heard) -> tuple[Act, ...] | None:
    if _puts_right(ex, question):
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        _take_back(ex, question)
        ex.say("manager.undone")
        return ()
    if heard.yes or heard.digit == 1:
        ex.settled()
        ex.say("manager.kept")
        return ()
    return None


def _puts_right(ex: Exchange, question: UndoStock) -> bool:
    """卖错了，是三瓶, of the one thing that was booked: what was booked goes back, and so many are booked instead."""
    if len(question.moves) != 1 or not said_in("restates", ex.text) or any(word in ex.text for word in "再又"):
        return False
    move, said = question.moves[0], closing_amount(ex.text.rstrip("了的吧啊呀。！! "))
    many = units_of(ex, said, move.sku) if said else None
    if many is None:
        return False
    _take_back(ex, question)
    reason: Literal["stock_in", "walk_in_sale"] = "stock_in" if move.reason == "stock_in" else "walk_in_sale"
    shelf.book(ex, move.sku, many, reason, undone=move.quantity)
    return True


def _take_back(ex: Exchange, question: UndoStock) -> None:
    ex.cause(
        *(
            StockMoved(station=m.station, sku=m.sku, quantity=-m.quantity, reason=m.reason, at=ex.facts.at)
            for m in question.moves
        )
    )
    deeds.forget_last(ex)
    ex.settled()
