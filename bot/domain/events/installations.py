"""The fitter's visit: moved, dropped, prepared, announced, and how it went."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from bot.domain.events.base import Event


class InstallationMoved(Event, frozen=True, kw_only=True):
    """The fitter comes at another time; the room he had kept is free again."""

    number: str
    date: date
    period: Literal["morning", "noon", "afternoon", "evening"] | None = None
    time: str = ""
    by: Literal["villager", "county"] = "villager"
    reason: str = ""
    """Why, where the county moves it: the villager hears it."""


class InstallationDropped(Event, frozen=True, kw_only=True):
    """Nobody comes to install it; the goods are brought all the same."""

    number: str
    by: Literal["villager", "county"] = "villager"
    reason: str = ""
    """Why, where the county sends nobody: the villager hears it."""


class ReadinessTold(Event, frozen=True, kw_only=True):
    """The villager told how things are at home, see bot.domain.readiness."""

    number: str
    question: str
    answer: str


class FitterAnnounced(Event, frozen=True, kw_only=True):
    """The evening before, the villager is reminded."""

    number: str
    at: datetime


class VisitPassed(Event, frozen=True, kw_only=True):
    """The day of a fitter's visit is over."""

    number: str
    day: date
    outcome: Literal["done", "missed", "long_missed"]
    """Whether there is still something to install; of what is over too long nobody is written to any more."""
    at: datetime
    days: tuple[date, ...] = ()
    """Offered in its stead."""


class InstallationConfirmed(Event, frozen=True, kw_only=True):
    """The villager said whether what was reported as installed works."""

    number: str
    good: bool
    at: datetime
