"""A word of the county was noted; 0 takes it back."""

from __future__ import annotations

from bot.dialogue.counter.questions import UndoWord
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.domain.events import WordForgotten
from intents.acts import Act


def ask(ex: Exchange, question: UndoWord) -> None:
    ex.ask(question, "manager.undo_word", word=question.word)


def answer(ex: Exchange, question: UndoWord, heard: Heard) -> tuple[Act, ...] | None:
    if heard.leaves or (heard.no and not heard.rest):
        ex.cause(WordForgotten(county=question.county, word=question.word))
        ex.settled()
        ex.say("manager.forgotten", word=question.word)
        return ()
    if heard.yes or heard.digit == 1:
        ex.settled()
        ex.say("manager.kept")
        return ()
    return None
