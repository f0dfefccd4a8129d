"""What an order's way does to the goods of the county's store, or of the shelf they stand on."""

from __future__ import annotations

from decimal import Decimal

from bot.domain.order import Order, OrderLine, Status
from bot.storage.trade import stock
from bot.storage.writing.pen import Pen

_LEAVES = {False: Status.PACKED, True: Status.COLLECTED}
"""With what its goods leave the store, by whether that is a shelf."""


def store(order: Order) -> str:
    """Where its goods are counted."""
    return order.station if order.from_shelf else stock.COUNTY


def move_goods(pen: Pen, order: Order, to: Status) -> None:
    """The goods of an order that goes on to a state; `order` is as it was before."""
    if to is Status.CANCELLED or (order.from_shelf and order.status is Status.AT_STATION and to is Status.RETURNED):
        for line in order.lines:
            stock.release(pen.conn, line.sku, line.quantity, store(order))
    elif to is _LEAVES[order.from_shelf]:
        for line in order.lines:
            stock.take(pen.conn, line.sku, line.quantity, store(order))
            _note_sale(pen, order, line, -line.quantity)


def put_back(pen: Pen, order: Order, back_to: Status) -> None:
    """The goods of an order whose last step, or steps, are taken back."""
    unpacked = not order.from_shelf and back_to is Status.PLACED
    if unpacked or (order.from_shelf and order.status is Status.COLLECTED):
        for line in order.lines:
            stock.put_back(pen.conn, line.sku, line.quantity, store(order))
            _note_sale(pen, order, line, line.quantity)


def _note_sale(pen: Pen, order: Order, line: OrderLine, quantity: Decimal) -> None:
    """What orders take from a shelf counts among the station's sales."""
    if order.from_shelf:
        stock.note_move(pen.conn, order.station, line.sku, quantity, "order", pen.at)
