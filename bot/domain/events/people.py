"""People: where they belong, how they are reached, what they agreed to."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot.domain.events.base import Event


class StationBound(Event, frozen=True, kw_only=True):
    person: str
    station: str


class PersonNamed(Event, frozen=True, kw_only=True):
    person: str
    name: str


class AddressGiven(Event, frozen=True, kw_only=True):
    person: str
    address: str


class PhoneCodeSent(Event, frozen=True, kw_only=True):
    """A WeChat person named a phone; `code` goes to it by SMS."""

    person: str
    phone: str
    code: str


class PhoneLinked(Event, frozen=True, kw_only=True):
    """The code came back: the phone's person and orders become this person's."""

    person: str
    phone: str


class OptedOut(Event, frozen=True, kw_only=True):
    person: str


class OptedIn(Event, frozen=True, kw_only=True):
    person: str


class HandoffOpened(Event, frozen=True, kw_only=True):
    person: str
    until: datetime


class HandoffClosed(Event, frozen=True, kw_only=True):
    person: str
    by: Literal["villager", "manager"] = "villager"


class VillagerAnswered(Event, frozen=True, kw_only=True):
    """A manager wrote to a villager who asked for a human."""

    person: str
    """The villager."""
    station: str
    by: str
    """The manager."""
    text: str
    at: datetime


class SignInCodeSent(Event, frozen=True, kw_only=True):
    """A manager wants to sign in to the console; `code` goes to them."""

    person: str
    code: str
    at: datetime


class ErasureRequested(Event, frozen=True, kw_only=True):
    """The person's profile, words and contacts are erased; orders stay, pseudonymised."""

    person: str
