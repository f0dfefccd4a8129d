"""Writes down what happens to orders, and what that does to the county's stock."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.exc import IntegrityError

from bot.domain import events as happened
from bot.domain.order import Order, OrderEvent, OrderLine, Status, check_move
from bot.storage import orders, pickups, stock
from bot.storage.retake import NumberTaken, OrderChanged, StockShort
from bot.storage.writing.pen import Pen, Writers


def _placed(pen: Pen, event: happened.OrderPlaced) -> None:
    order = event.order
    place = _store(order)
    for line in sorted(order.lines, key=lambda line: line.sku):  # one order for all, or two would wait for each other
        if not stock.reserve(pen.conn, line.sku, line.quantity, place):
            raise StockShort(line.sku)
    try:
        orders.add(pen.conn, pen.seal, order)
    except IntegrityError as taken:
        raise NumberTaken(order.number) from taken


def _store(order: Order) -> str:
    """Where its goods are counted."""
    return order.station if order.from_shelf else stock.COUNTY


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
    if event.to is Status.CANCELLED:
        for line in order.lines:
            stock.release(pen.conn, line.sku, line.quantity, _store(order))
    elif event.to is _LEAVES_THE_STORE[order.from_shelf]:
        for line in order.lines:
            stock.take(pen.conn, line.sku, line.quantity, _store(order))
            _note_sale(pen, order, line, -line.quantity)


_LEAVES_THE_STORE = {False: Status.PACKED, True: Status.COLLECTED}
"""By whether an order's goods come from the shelf."""


def _note_sale(pen: Pen, order: Order, line: OrderLine, quantity: Decimal) -> None:
    """What orders take from a shelf counts among the station's sales."""
    if order.from_shelf:
        stock.note_move(pen.conn, order.station, line.sku, quantity, "order", pen.at)


def _delayed(pen: Pen, event: happened.OrderDelayed) -> None:
    order = _order(pen, event.number)
    orders.add_event(pen.conn, order.number, OrderEvent(type="late", at=event.at, by=event.by))
    if event.until:
        orders.change(pen.conn, order.number, promised_by=event.until)


def _installation_moved(pen: Pen, event: happened.InstallationMoved) -> None:
    slot = {"installation_date": event.date, "installation_period": event.period, "installation_time": event.time}
    orders.change(pen.conn, event.number, **slot)


def _order(pen: Pen, number: str) -> Order:
    order = orders.find(pen.conn, pen.seal, number)
    if order is None:
        raise LookupError(f"no order has the number {number}")
    return order


WRITERS: Writers = {
    happened.OrderPlaced: _placed,
    happened.OrderMoved: _moved,
    happened.OrderDelayed: _delayed,
    happened.InstallationMoved: _installation_moved,
    happened.PickupRefused: lambda pen, event: pickups.add(pen.conn, event),
}
