"""An alert as a manager is shown it."""

from __future__ import annotations

from datetime import datetime

import msgspec


class OpenAlert(msgspec.Struct, frozen=True, kw_only=True):
    """Nobody has taken note of it yet."""

    level: str
    text: str
    at: datetime
