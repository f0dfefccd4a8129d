"""Reminders of what must be running out, for who wished them."""

from __future__ import annotations

from datetime import datetime

from bot.domain.events.base import Event
from bot.domain.running_out import Purchase


class RemindersWished(Event, frozen=True, kw_only=True):
    """A person wants to be reminded, or no more."""

    person: str
    wished: bool
    at: datetime


class GoodsLookedAt(Event, frozen=True, kw_only=True):
    """What a person bought was looked at; `out` must be running out, None where nothing is to be said."""

    person: str
    out: Purchase | None
    at: datetime


class GoodsSuggested(Event, frozen=True, kw_only=True):
    """Under a finished order a person was told of something bought once before; with None it was only said that
    reminders can be had."""

    person: str
    bought: Purchase | None
    at: datetime


class SuggestionsRefused(Event, frozen=True, kw_only=True):
    """A person wants none, for good."""

    person: str
    at: datetime
