"""我是杨柳村的: where one's goods arrive."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.dialogue.person import addresses, joining
from intents.acts import BindStation


def bind_station(ex: Exchange, said: tuple[BindStation, ...]) -> None:
    """A place that is no village with a station is the way to the door, where it sounds like one."""
    place = said[-1].place
    if ex.station is not None and said_in("home", ex.text) and not ex.facts.stations_named(place):
        addresses.note(ex, addresses.Door(place=place, bring=said_in("brought", ex.text)))
    else:
        joining.find(ex, place)
