"""What a notice is written from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec

from bot.domain.events import Event
from bot.domain.letter import Letter
from bot.domain.order import Order
from bot.domain.people import Person, Station

SMS_LENGTH = 130
"""Two parts of 67, less what the signature takes."""


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What surrounds an event, as it stands after it."""

    at: datetime
    """Aware, in the service's time zone."""
    order: Order | None = None
    """The order the event is about."""
    station: Station | None = None
    """The order's, the alert's or the person's station."""
    managers: tuple[str, ...] = ()
    """Person ids of those who run the station."""
    former: tuple[str, ...] = ()
    """Person ids of those who ran the station before, where its manager changes."""
    fitter: str = ""
    """The phone of those who install in the station's county, where the event is about a visit of theirs."""
    person: Person | None = None
    """Whom the event is about."""
    helper: Person | None = None
    """The child who placed the order for a parent."""
    back_fen: int = 0
    """What of the payment the event is about goes back at once, as it was not due."""
    villagers: tuple[str, ...] = ()
    """Person ids of those who take the station's broadcasts, where the event is one."""


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


Writers = dict[type[Event], Callable[[Any, Around], Iterable[Letter]]]
