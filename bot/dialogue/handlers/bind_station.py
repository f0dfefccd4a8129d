"""我是杨柳村的: where one's goods arrive."""

from __future__ import annotations

import msgspec

from bot.dialogue import joining
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.domain.events import AddressGiven
from intents.acts import BindStation


def bind_station(ex: Exchange, said: tuple[BindStation, ...]) -> None:
    place = said[-1].place
    if ex.station is None or ex.facts.stations_named(place):
        joining.find(ex, place)
    elif said_in("home", ex.text):
        _deliver_to(ex, place)
    else:
        ex.say("join.not_found_keep", place=place[:20], station=ex.station.name)
        ex.shopping = bool(ex.talk.basket.lines or ex.talk.todo)


def _deliver_to(ex: Exchange, place: str) -> None:
    """“送到家，我家在三组” names no village but the way to the door."""
    if not ex.talk.basket.recipient:
        ex.cause(AddressGiven(person=ex.facts.person.id, address=place))
    ex.touch(msgspec.structs.replace(ex.talk.basket, delivery="home", address=place))
