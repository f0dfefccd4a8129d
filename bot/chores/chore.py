"""What a chore is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from bot.domain.events import Event
from bot.storage.privacy.seal import Seal


class Chore(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    """Unique for ever: by it workers agree on who does it."""
    every: timedelta
    do: Callable[[Connection, Seal, datetime], Iterable[Event]]
    """Reads, and gives back what has happened (`bot.storage.record` writes that and tells people). The time is aware, in the
    service's zone. May be run again after a failure, so its events carry keys that make the second time harmless; takes a
    bounded number at once and leaves the rest for the next time."""
