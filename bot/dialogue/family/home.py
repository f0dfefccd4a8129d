"""Where a parent lives: asked of the child where nobody knows it, and told by it."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.domain.events import StationBound
from bot.domain.people import Person, Station


def helped(ex: Exchange) -> Person | None:
    """The parent for whom the basket is; None where it is one's own."""
    return ex.facts.family.person(ex.talk.basket.family) if ex.talk.basket.family else None


def bind(ex: Exchange, station: Station) -> bool:
    """Whether the village that was told is that of the parent in hand, whose station was not known."""
    parent = helped(ex)
    if parent is None or parent.station:
        return False
    ex.cause(StationBound(person=parent.id, station=station.code))
    ex.move_to(station, whose=parent.id)
    ex.settled()
    ex.shopping = True
    ex.say("family.bound", who=ex.talk.basket.recipient, station=station.name)
    return True
