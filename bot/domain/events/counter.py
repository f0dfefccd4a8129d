"""What a manager does at the counter beside goods: cash, and taking note of alerts."""

from __future__ import annotations

from datetime import datetime

from bot.domain.cash import Entry
from bot.domain.events.base import Event


class CashEntered(Event, frozen=True, kw_only=True):
    entry: Entry
    by: str
    """Person id of the manager."""
    at: datetime


class AlertsAcknowledged(Event, frozen=True, kw_only=True):
    """A station's manager, or the county, has taken note of its alerts: of all, or of one."""

    station: str
    at: datetime
    alert: int | None = None


class AlertEscalated(Event, frozen=True, kw_only=True):
    """Nobody at the station reacted, so the county is told; once."""

    alert: int
    at: datetime
