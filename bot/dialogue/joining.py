"""How a person comes to belong to a station: by its QR code, or by saying the village's name."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.dialogue.calling import call_county, call_waiting
from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import WhichStation
from bot.dialogue.saying import numbered, station_said
from bot.domain.events import StationBound
from bot.domain.people import Station

MOST = 6
"""Villages offered at once."""


def bind(ex: Exchange, station: Station) -> None:
    """From now on the person's goods go to this station."""
    known, question = ex.facts.person.station, ex.talk.asking
    if station.code != known:
        ex.cause(StationBound(person=ex.facts.person.id, station=station.code))
    ex.move_to(station)
    ex.settled()
    ex.shopping = True
    key = "join.bound" if not known else "join.moved" if station.code != known else "join.same"
    ex.say(key, station=station.name)
    call_waiting(ex, question)


def find(ex: Exchange, words: str) -> None:
    """Bind to the one station these words name; ask where there are several, or none."""
    stations = list(ex.facts.stations_named(words))
    if len(stations) == 1:
        bind(ex, stations[0])
        _examples(ex)
    elif stations:
        choose(ex, stations[:MOST])
    elif ex.station is not None:
        ex.say("join.not_found_keep", place=words[:20], station=ex.station.name)
        if isinstance(ex.talk.asking, WhichStation):
            ex.settled()
        ex.shopping = bool(ex.talk.basket.lines or ex.talk.todo)
    elif isinstance(question := ex.talk.asking, WhichStation) and question.call:
        call_county(ex, words)
    else:
        ex.ask(WhichStation(), "join.not_found", place=words[:20])


def keep(ex: Exchange) -> None:
    """No other village after all."""
    if ex.station is not None:
        ex.say("join.same", station=ex.station.name)
    ex.settled()
    ex.shopping = bool(ex.talk.basket.lines or ex.talk.todo)


def bind_chosen(ex: Exchange, station: Station) -> None:
    bind(ex, station)
    _examples(ex)


def _examples(ex: Exchange) -> None:
    """Whoever is new and wants nothing yet learns what can be said."""
    if not (ex.quiet or ex.facts.person.station or ex.talk.basket.lines or ex.talk.todo):
        ex.say("join.examples")


def choose(ex: Exchange, stations: Sequence[Station]) -> None:
    rows = numbered(station_said(station) for station in stations)
    before = ex.talk.asking if isinstance(ex.talk.asking, WhichStation) else WhichStation()
    question = msgspec.structs.replace(before, codes=tuple(station.code for station in stations))
    ex.ask(question, "ask.which_station", rows=rows)


def by_code(ex: Exchange, scene: str, *, new: bool) -> None:
    """A QR code was scanned, or the account followed without one (`scene` '')."""
    station = ex.facts.station(scene) if scene else None
    if station is not None:
        bind(ex, station)
        if new:
            ex.say("join.welcome")
    elif scene and ex.station is not None:
        ex.say("join.unknown_code_known", station=ex.station.name)
    elif scene:
        ex.ask(WhichStation(), "join.unknown_code")
    elif ex.station is not None:
        ex.say("join.welcome_back", station=ex.station.name)
    else:
        ex.ask(WhichStation(), "join.welcome_where")
