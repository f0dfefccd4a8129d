"""Writes down how far parcels are."""

from __future__ import annotations

from bot.domain import events as happened
from bot.storage.delivery import load_stages, shipments
from bot.storage.trade import orders
from bot.storage.writing.pen import Pen, Writers


def _moved(pen: Pen, event: happened.ParcelMoved) -> bool:
    farther = shipments.advance(pen.conn, event)
    if farther:
        load_stages.follow(pen.conn, event.number, event.at)
        _promise_anew(pen, event)
    return farther


def _promise_anew(pen: Pen, event: happened.ParcelMoved) -> None:
    """The villager is told when the rest comes, so from now on that is the day promised: it is not told of again as late."""
    order = orders.find(pen.conn, pen.seal, event.number) if event.until else None
    if order is not None and event.until is not None and event.until > order.promised_by:
        first = order.promised_first or order.promised_by
        orders.change(pen.conn, event.number, promised_by=event.until, promised_first=first)


WRITERS: Writers = {happened.ParcelMoved: _moved}
