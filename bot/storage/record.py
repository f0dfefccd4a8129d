"""Writes down what happened, and puts what must be told into the outbox: all in the turn's own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from bot.dialogue import notices
from bot.domain import events as happened
from bot.domain.events import Event
from bot.domain.order import Status
from bot.storage.delivery import teams
from bot.storage.messages import outbox
from bot.storage.money import payments
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.sql.retake import NumberTaken, OrderChanged, Retake, SlotFull, StockShort
from bot.storage.trade import orders
from bot.storage.writing import campaigns as of_campaigns
from bot.storage.writing import counter as at_counter
from bot.storage.writing import families as of_families
from bot.storage.writing import installations as of_installations
from bot.storage.writing import managers as of_managers
from bot.storage.writing import orders as of_orders
from bot.storage.writing import parcels as of_parcels
from bot.storage.writing import payments as of_payments
from bot.storage.writing import people as of_people
from bot.storage.writing import reminders as of_reminders
from bot.storage.writing import selling as of_selling
from bot.storage.writing import stations as of_stations
from bot.storage.writing import surveys as of_surveys
from bot.storage.writing import trade as of_trade
from bot.storage.writing import training as of_training
from bot.storage.writing.pen import Pen, Writers

__all__ = ["WRITERS", "NumberTaken", "OrderChanged", "Retake", "SlotFull", "StockShort", "record"]

WRITERS: Writers = (
    of_orders.WRITERS
    | of_campaigns.WRITERS
    | of_families.WRITERS
    | of_installations.WRITERS
    | of_managers.WRITERS
    | of_parcels.WRITERS
    | of_payments.WRITERS
    | of_people.WRITERS
    | of_stations.WRITERS
    | of_surveys.WRITERS
    | of_trade.WRITERS
    | of_reminders.WRITERS
    | of_selling.WRITERS
    | at_counter.WRITERS
    | of_training.WRITERS
)


def record(conn: Connection, events: Iterable[Event], *, seal: Seal, at: datetime, now: datetime | None = None) -> None:
    """Write all events, in order, and the letters they cause.

    `at` is the message's time in the service's time zone; `now` the wall clock, by which letters are sent. Raises Retake
    where the turn must be taken again, IllegalMove where an order cannot go where an event says, LookupError for an
    order nobody has.
    """
    now = now or datetime.now(UTC)
    pen = Pen(conn=conn, seal=seal, at=at, now=now)
    for event in events:
        former = _former_managers(pen, event)
        if WRITERS[type(event)](pen, event) is False:
            continue
        if type(event) in notices.WRITERS:
            letters = notices.letters(event, _around(pen, event, former))
            outbox.write(conn, seal, letters, now=now)


def _former_managers(pen: Pen, event: Event) -> tuple[str, ...]:
    """Who runs the station whose manager this event changes, as it stands before it."""
    if not isinstance(event, happened.ManagerAppointed | happened.ManagerDismissed):
        return ()
    return stations.find_with_managers(pen.conn, pen.seal, event.station)[1]


def _around(pen: Pen, event: Any, former: tuple[str, ...] = ()) -> notices.Around:
    """What surrounds the event, as it stands after it."""
    number = getattr(event, "number", None)
    order = orders.find(pen.conn, pen.seal, number) if number else getattr(event, "order", None)
    told = isinstance(event, happened.AlertRaised) and event.station  # an alert says all of whomever it is about
    whom = order.person if order else None if told else getattr(event, "person", None)
    person = people.load(pen.conn, pen.seal, whom) if whom else None
    code = order.station if order else getattr(event, "station", "") or (person.station if person else "")
    station, running = stations.find_with_managers(pen.conn, pen.seal, code)
    cancelled = isinstance(event, happened.OrderMoved) and event.to is Status.CANCELLED
    visit = isinstance(event, happened.InstallationMoved | happened.InstallationDropped) or (
        cancelled and order is not None and order.installation is not None
    )
    fitter = teams.find(pen.conn, pen.seal, station).phone if visit and station else ""
    heard_by_all = isinstance(event, happened.BroadcastSent)
    helper = people.load(pen.conn, pen.seal, order.helper) if order and order.helper else None
    listening = tuple(one.id for one in people.bound_to(pen.conn, pen.seal, code)) if heard_by_all else ()
    back = payments.going_back_fen(pen.conn, event.number, event.trade) if isinstance(event, happened.OrderPaid) else 0
    return notices.Around(
        at=pen.at,
        back_fen=back,
        order=order,
        station=station,
        managers=running,
        former=former,
        fitter=fitter,
        person=person,
        helper=helper,
        villagers=listening,
    )
