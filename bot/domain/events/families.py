"""Ties between children in the city and their parents. `person` is whoever is told of it."""

from __future__ import annotations

from datetime import datetime

from bot.domain.events.base import Event


class _OfTie(Event, frozen=True, kw_only=True):
    parent: str
    child: str
    at: datetime


class TieAsked(_OfTie, frozen=True, kw_only=True):
    """A child asks to order and pay for a parent, who is known by the phone only, or not at all yet."""

    phone: str
    word: str
    name: str
    """Of the child, as the parent shall read it."""

    @property
    def person(self) -> str:
        return self.parent


class TieAnswered(_OfTie, frozen=True, kw_only=True):
    """The parent agreed, or did not."""

    agreed: bool
    word: str
    """What the child calls the parent."""
    name: str
    """Of the parent, as the child shall read it."""

    @property
    def person(self) -> str:
        return self.child


class TieEnded(_OfTie, frozen=True, kw_only=True):
    """One of the two wants it no more; the other hears of it."""

    by: str
    name: str

    @property
    def person(self) -> str:
        return self.child if self.by == self.parent else self.parent


class TieNamed(_OfTie, frozen=True, kw_only=True):
    """The child said what it calls the parent."""

    word: str


class FamilyCodeMade(Event, frozen=True, kw_only=True):
    """A parent wants a child to help, and passes this code on."""

    parent: str
    code: str
    expires_at: datetime


class FamilyCodeUsed(_OfTie, frozen=True, kw_only=True):
    """A child typed a parent's code: with that both agreed."""

    code: str
    name: str
    """Of the child."""

    @property
    def person(self) -> str:
        return self.parent


class PaymentWished(_OfTie, frozen=True, kw_only=True):
    """A parent asks a child to pay an order."""

    number: str
    """Of the order, by which its station and goods are known."""
    link: str
    name: str
    """Of the parent."""

    @property
    def person(self) -> str:
        return self.child
