"""Managers come and go."""

from __future__ import annotations

from datetime import datetime

from bot.domain.events.base import Event


class ManagerAppointed(Event, frozen=True, kw_only=True):
    """Somebody typed the one-time invite of a station and runs it from now on; whoever did until now does no longer."""

    person: str
    station: str
    code: str
    at: datetime


class ManagerDismissed(Event, frozen=True, kw_only=True):
    """A station's manager left. What they were alerted of and nobody saw goes to the county."""

    station: str
    at: datetime
