"""Writes down who people are, where they belong, and what they agreed to."""

from __future__ import annotations

from bot.dialogue.notices.people import answer_key
from bot.domain import events as happened
from bot.storage.messages import answers
from bot.storage.network import alerts
from bot.storage.offers import campaigns
from bot.storage.persons import people
from bot.storage.trade import named_orders
from bot.storage.writing.pen import Pen, Writers


def _handed_off(pen: Pen, event: happened.HandoffOpened) -> None:
    people.change(pen.conn, event.person, handed_off_since=pen.at, handed_off_until=event.until)


def _handed_back(pen: Pen, event: happened.HandoffClosed) -> None:
    people.change(pen.conn, event.person, handed_off_since=None, handed_off_until=None)
    if event.by == "manager":
        alerts.settle(pen.conn, event.person, pen.at)


def _linked(pen: Pen, event: happened.PhoneLinked) -> None:
    people.link(pen.conn, pen.seal, f"sms:{event.phone}", event.person, pen.at)


def _named(pen: Pen, event: happened.PersonNamed) -> None:
    people.change(pen.conn, event.person, name=event.name)
    named_orders.name(pen.conn, event.person, event.name)


def _answered(pen: Pen, event: happened.VillagerAnswered) -> None:
    answers.add(pen.conn, pen.seal, event, answer_key(event))


def _opted_out(pen: Pen, event: happened.OptedOut) -> None:
    """Whoever comes back later is not sent merchants' offers again without asking for them."""
    people.change(pen.conn, event.person, opted_out=True)
    campaigns.disallow(pen.conn, event.person)


WRITERS: Writers = {
    happened.StationBound: lambda pen, event: people.change(pen.conn, event.person, station=event.station),
    happened.PersonNamed: _named,
    happened.AddressGiven: lambda pen, event: people.change(
        pen.conn, event.person, address=pen.seal.seal(event.address)
    ),
    happened.PhoneCodeSent: lambda _pen, _event: None,
    happened.PhoneLinked: _linked,
    happened.OptedOut: _opted_out,
    happened.OptedIn: lambda pen, event: people.change(pen.conn, event.person, opted_out=False),
    happened.HandoffOpened: _handed_off,
    happened.HandoffClosed: _handed_back,
    happened.VillagerAnswered: _answered,
    happened.SignInCodeSent: lambda _pen, _event: None,
    happened.ErasureRequested: lambda pen, event: people.erase(pen.conn, pen.seal, event.person, pen.at),
}
