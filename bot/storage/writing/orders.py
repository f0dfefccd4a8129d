"""Writes down what happens to orders, and what that does to the county's stock."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from bot.domain import events as happened
from bot.domain.order import Order, OrderEvent, Status, check_move
from bot.storage import orders, pickups, stock
from bot.storage.retake import NumberTaken, OrderChanged, StockShort
from bot.storage.writing.pen import Pen, Writers


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
