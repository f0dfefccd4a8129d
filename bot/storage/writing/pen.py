"""With what events are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.domain.events import Event
from bot.storage.privacy.seal import Seal


class Pen(msgspec.Struct, frozen=True, kw_only=True):
    """With what all events of a turn are written."""

    conn: Connection
    seal: Seal
    at: datetime
    """When it happened, where the event itself does not say: the message's time."""
    now: datetime
    """The wall clock, by which things fall due."""

    @property
    def today(self) -> date:
        """The wall clock's day in the service's time zone."""
        return self.now.astimezone(self.at.tzinfo).date()


Writers = dict[type[Event], Callable[[Pen, Any], bool | None]]
"""What each event writes; False means it was known already, and nobody hears of it again."""
