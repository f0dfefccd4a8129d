"""Which village is it? Without one nothing can be sent."""

from __future__ import annotations

import msgspec

from bot.dialogue import joining
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.questions import WhichStation
from bot.dialogue.saying import numbered, station_said
from intents.acts import Act, BindStation

LONGEST_NAME = 30


def ask(ex: Exchange, question: WhichStation) -> None:
    if not question.codes:
        ex.ask(question, "ask.station")
        return
    stations = [station for code in question.codes if (station := ex.facts.station(code))]
    ex.ask(question, "ask.which_station", rows=numbered(station_said(station) for station in stations))


def answer(ex: Exchange, question: WhichStation, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit and heard.digit <= len(question.codes):
        station = ex.facts.station(question.codes[heard.digit - 1])
        if station:
            joining.bind_chosen(ex, station)
            return heard.rest
    if heard.leaves:
        ex.settled()
        ex.quiet = True
        ex.say("join.later")
        return ()
    if any(isinstance(act, BindStation) for act in heard.acts):
        return None
    if heard.no and question.codes:
        _none_of_them(ex, question)
        return heard.rest
    if heard.hint and len(heard.hint) <= LONGEST_NAME:
        joining.find(ex, heard.hint)
        return ()
    return None


def _none_of_them(ex: Exchange, question: WhichStation) -> None:
    """Whoever has a station keeps it; the others say their village again."""
    if ex.station is None:
        ask(ex, msgspec.structs.replace(question, codes=()))
    else:
        joining.keep(ex)
