"""What villagers ask for, and what they sell."""

from __future__ import annotations

from datetime import datetime

from bot.domain.events.base import Event


class DemandHeard(Event, frozen=True, kw_only=True):
    """Goods asked for that the shop does not carry."""

    person: str
    station: str
    mention: str
    at: datetime
