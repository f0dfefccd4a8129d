"""Writes down the fitters' visits."""

from __future__ import annotations

from bot.domain import events as happened
from bot.domain.order import Installation, OrderEvent
from bot.storage.delivery import installations
from bot.storage.trade import orders
from bot.storage.writing.pen import Pen, Writers

_NOBODY = {"installation_date": None, "installation_period": None, "installation_time": ""}


def _moved(pen: Pen, event: happened.InstallationMoved) -> None:
    order = orders.find(pen.conn, pen.seal, event.number)
    if order is None:
        raise LookupError(f"no order has the number {event.number}")
    slot = {"installation_date": event.date, "installation_period": event.period, "installation_time": event.time}
    orders.change(pen.conn, event.number, **slot, promised_by=min(order.promised_by, event.date))
    agreed = Installation(date=event.date, period=event.period, time=event.time)
    installations.rebook(pen.conn, pen.seal, order, agreed)


def _dropped(pen: Pen, event: happened.InstallationDropped) -> None:
    orders.change(pen.conn, event.number, **_NOBODY)
    installations.release(pen.conn, event.number)


def _confirmed(pen: Pen, event: happened.InstallationConfirmed) -> None:
    step = OrderEvent(type="works" if event.good else "trouble", at=event.at, by="villager")
    orders.add_event(pen.conn, event.number, step)


def _passed(pen: Pen, event: happened.VisitPassed) -> bool:
    """Only who is to be asked for another day hears of it."""
    installations.note_passed(pen.conn, event)
    return event.outcome == "missed"


WRITERS: Writers = {
    happened.InstallationMoved: _moved,
    happened.InstallationDropped: _dropped,
    happened.InstallationConfirmed: _confirmed,
    happened.ReadinessTold: lambda pen, event: installations.note_readiness(
        pen.conn, event.number, event.question, event.answer
    ),
    happened.VisitPassed: _passed,
    happened.FitterAnnounced: lambda pen, event: installations.note_announced(pen.conn, event.number),
}
