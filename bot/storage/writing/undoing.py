"""Takes a manager's step with an order back: the history keeps both, the goods and the villager's letter follow."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from bot.dialogue.notices.orders import status_key
from bot.domain.events import OrderMoveUndone
from bot.domain.order import UNDONE, OrderEvent, Status, check_undo
from bot.storage.delivery import load_stages
from bot.storage.messages import outbox
from bot.storage.sql.retake import NumberTaken, OrderChanged
from bot.storage.trade import orders
from bot.storage.writing.goods import put_back
from bot.storage.writing.pen import Pen


def undone(pen: Pen, event: OrderMoveUndone) -> bool:
    """False where the villager's letter could be held back, so that there is nothing to put right."""
    order = orders.find(pen.conn, pen.seal, event.number)
    if order is None:
        raise LookupError(f"no order has the number {event.number}")
    if order.status is not event.was:
        raise OrderChanged(order.number, order.status, event.back_to)
    check_undo(order, event.back_to)
    also = {"pickup_code": None, "overdue_at": None} if event.was is Status.AT_STATION else {}
    try:
        in_time = orders.move(pen.conn, order, event.back_to, event.at, **also)
    except IntegrityError as taken:
        raise NumberTaken(order.number) from taken
    if not in_time:
        raise OrderChanged(order.number, order.status, event.back_to)
    orders.add_event(pen.conn, order.number, OrderEvent(type=UNDONE, at=event.at, by="manager"), event.was)
    put_back(pen, order, event.back_to)
    load_stages.follow(pen.conn, order.number, event.at, back=True)
    return not outbox.withdraw(pen.conn, status_key(order, event.was), reason="undone", now=pen.now)
