"""电壶就是暖瓶: the county's own words, by its managers."""

from __future__ import annotations

from bot.dialogue.counter.questions import UndoWord
from bot.dialogue.exchange import Exchange
from bot.domain.events import WordTaught
from intents.acts import TeachWord


def teach_word(ex: Exchange, said: tuple[TeachWord, ...]) -> None:
    """Note it for the whole county, and say how to take it back."""
    station = ex.station
    if station is None:
        return
    for taught in said:
        ex.cause(
            WordTaught(
                county=station.county,
                station=station.code,
                word=taught.word,
                meaning=taught.meaning,
                at=ex.facts.at,
            )
        )
    last = said[-1]
    question = UndoWord(county=station.county, word=last.word)
    ex.ask(question, "manager.taught", county=station.county, word=last.word, meaning=last.meaning)
