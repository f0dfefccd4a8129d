"""Writes down what happened, and puts what must be told into the outbox: all in the turn's own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.dialogue import notices
from bot.domain import events as happened
from bot.domain.events import Event
from bot.domain.order import Order, OrderEvent, Status, check_move
from bot.storage import alerts, county_words, demand, listings, orders, outbox, people, pickups, stations, stock
from bot.storage.retake import NumberTaken, OrderChanged, Retake, StockShort
from bot.storage.seal import Seal

__all__ = ["NumberTaken", "OrderChanged", "Retake", "StockShort", "record"]


class Pen(msgspec.Struct, frozen=True, kw_only=True):
    """With what all events of a turn are written."""

    conn: Connection
    seal: Seal
    at: datetime
    """When it happened, where the event itself does not say: the message's time."""


def record(conn: Connection, events: Iterable[Event], *, seal: Seal, at: datetime, now: datetime | None = None) -> None:
    """Write all events, in order, and the letters they cause.

    `at` is the message's time in the service's time zone; `now` the wall clock, by which letters are sent. Raises Retake
    where the turn must be taken again, IllegalMove where an order cannot go where an event says, LookupError for an
    order nobody has.
    """
    pen = Pen(conn=conn, seal=seal, at=at)
    for event in events:
        if WRITERS[type(event)](pen, event) is False:
            continue
        if type(event) in notices.WRITERS:
            letters = notices.letters(event, _around(pen, event))
            outbox.write(conn, seal, letters, now=now or datetime.now(UTC))


def _around(pen: Pen, event: Any) -> notices.Around:
    """What surrounds the event, as it stands after it."""
    number = getattr(event, "number", None)
    order = orders.find(pen.conn, pen.seal, number) if number else None
    whom = order.person if order else getattr(event, "person", None)
    person = people.load(pen.conn, pen.seal, whom) if whom else None
    code = order.station if order else getattr(event, "station", "") or (person.station if person else "")
    station, running = stations.find_with_managers(pen.conn, pen.seal, code)
    heard_by_all = isinstance(event, happened.BroadcastSent)
    listening = tuple(one.id for one in people.bound_to(pen.conn, pen.seal, code)) if heard_by_all else ()
    return notices.Around(at=pen.at, order=order, station=station, managers=running, person=person, villagers=listening)


def _placed(pen: Pen, event: happened.OrderPlaced) -> None:
    for line in sorted(
        event.order.lines, key=lambda line: line.sku
    ):  # one order for all, or two would wait for each other
        if not stock.reserve(pen.conn, line.sku, line.quantity):
            raise StockShort(line.sku)
    try:
        orders.add(pen.conn, pen.seal, event.order)
    except IntegrityError as taken:
        raise NumberTaken(event.order.number) from taken


def _moved(pen: Pen, event: happened.OrderMoved) -> None:
    order = _order(pen, event.number)
    check_move(order, event.to, event.at)
    code = {"pickup_code": event.pickup_code} if event.pickup_code else {}
    try:
        in_time = orders.move(pen.conn, order, event.to, event.at, **code)
    except IntegrityError as taken:
        raise NumberTaken(event.number) from taken
    if not in_time:
        raise OrderChanged(order.number, order.status, event.to)
    orders.add_event(pen.conn, order.number, OrderEvent(type=event.to, at=event.at, by=event.by), event.reason)
    if effect := _ON_THE_STORE.get(event.to):
        for line in order.lines:
            effect(pen.conn, line.sku, line.quantity)


_ON_THE_STORE = {Status.CANCELLED: stock.release, Status.PACKED: stock.take}


def _delayed(pen: Pen, event: happened.OrderDelayed) -> None:
    order = _order(pen, event.number)
    orders.add_event(pen.conn, order.number, OrderEvent(type="late", at=event.at, by=event.by))
    if event.until:
        orders.change(pen.conn, order.number, promised_by=event.until)


def _installation_moved(pen: Pen, event: happened.InstallationMoved) -> None:
    slot = {"installation_date": event.date, "installation_period": event.period, "installation_time": event.time}
    orders.change(pen.conn, event.number, **slot)


def _handed_off(pen: Pen, event: happened.HandoffOpened) -> None:
    people.change(pen.conn, event.person, handed_off_since=pen.at, handed_off_until=event.until)


def _handed_back(pen: Pen, event: happened.HandoffClosed) -> None:
    people.change(pen.conn, event.person, handed_off_since=None, handed_off_until=None)


def _linked(pen: Pen, event: happened.PhoneLinked) -> None:
    people.link(pen.conn, pen.seal, f"sms:{event.phone}", event.person, pen.at)


def _order(pen: Pen, number: str) -> Order:
    order = orders.find(pen.conn, pen.seal, number)
    if order is None:
        raise LookupError(f"no order has the number {number}")
    return order


WRITERS: dict[type[Event], Callable[[Pen, Any], bool | None]] = {
    happened.OrderPlaced: _placed,
    happened.OrderMoved: _moved,
    happened.OrderDelayed: _delayed,
    happened.InstallationMoved: _installation_moved,
    happened.PickupRefused: lambda pen, event: pickups.add(pen.conn, event),
    happened.StationBound: lambda pen, event: people.change(pen.conn, event.person, station=event.station),
    happened.PersonNamed: lambda pen, event: people.change(pen.conn, event.person, name=event.name),
    happened.AddressGiven: lambda pen, event: people.change(
        pen.conn, event.person, address=pen.seal.seal(event.address)
    ),
    happened.PhoneCodeSent: lambda _pen, _event: None,
    happened.PhoneLinked: _linked,
    happened.OptedOut: lambda pen, event: people.change(pen.conn, event.person, opted_out=True),
    happened.OptedIn: lambda pen, event: people.change(pen.conn, event.person, opted_out=False),
    happened.HandoffOpened: _handed_off,
    happened.HandoffClosed: _handed_back,
    happened.AlertRaised: lambda pen, event: alerts.add(pen.conn, event, pen.at),
    happened.BroadcastSent: lambda _pen, _event: None,
    happened.DemandHeard: lambda pen, event: demand.add(pen.conn, event),
    happened.WordTaught: lambda pen, event: county_words.teach(pen.conn, event),
    happened.WordForgotten: lambda pen, event: (
        None if county_words.forget(pen.conn, event.county, event.word) else False
    ),
    happened.ListingOffered: lambda pen, event: listings.add(pen.conn, event, pen.at),
    happened.StockMoved: lambda pen, event: stock.move_shelf(
        pen.conn, event.station, event.sku, event.quantity, event.reason, event.at
    ),
    happened.ErasureRequested: lambda pen, event: people.erase(pen.conn, event.person, pen.at),
}
"""What each event writes; False means it was known already, and nobody hears of it again."""
