"""Who hears of an event besides the reply, and in which words. Texts stand in `config/replies/notices.yaml`."""

from __future__ import annotations

from bot.dialogue.notices import (
    campaigns,
    families,
    installations,
    managers,
    orders,
    parcels,
    payments,
    people,
    reminders,
    selling,
    stations,
    surveys,
    training,
)
from bot.dialogue.notices.around import Around, Writers
from bot.domain.events import Event
from bot.domain.letter import Letter

__all__ = ["WRITERS", "Around", "letters"]

WRITERS: Writers = (
    orders.WRITERS
    | campaigns.WRITERS
    | families.WRITERS
    | installations.WRITERS
    | managers.WRITERS
    | parcels.WRITERS
    | payments.WRITERS
    | people.WRITERS
    | reminders.WRITERS
    | selling.WRITERS
    | stations.WRITERS
    | surveys.WRITERS
    | training.WRITERS
)


def letters(event: Event, around: Around) -> tuple[Letter, ...]:
    """Letters that this event causes; their keys are unique, so that recording it twice sends nothing twice."""
    write = WRITERS.get(type(event))
    return tuple(write(event, around)) if write else ()
