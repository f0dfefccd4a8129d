"""One-time codes by which a station gets a new manager."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Literal

import msgspec

VALID = timedelta(days=7)
DIGITS = 8
"""So many that trying them out leads nowhere, though many are open at once."""
MOST_TRIES_A_DAY = 5


class Invite(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    station: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: str | None = None

    def state(self, at: datetime) -> Literal["open", "used", "expired"]:
        if self.used_at is not None:
            return "used"
        return "expired" if at > self.expires_at else "open"


def invite_code(dice: Random) -> str:
    """Never begins with 0, which gets lost in speech."""
    return str(dice.randrange(10 ** (DIGITS - 1), 10**DIGITS))
