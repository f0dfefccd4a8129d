"""Writes down what happens to orders, and what that does to the county's stock."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError

from bot.dialogue.notices.orders import delay_keys
from bot.domain import events as happened
from bot.domain import lateness, waiting
from bot.domain.order import Order, OrderEvent, Status, check_move
from bot.storage.delivery import installations, load_stages
from bot.storage.insights import marks
from bot.storage.messages import outbox
from bot.storage.money import payments
from bot.storage.network import promises
from bot.storage.offers import campaigns
from bot.storage.persons import families
from bot.storage.sql.retake import NumberTaken, OrderChanged, StockShort, TieEndedMeanwhile
from bot.storage.trade import orders, pickups, stock
from bot.storage.writing.goods import move_goods, store
from bot.storage.writing.pen import Pen, Writers
from bot.storage.writing.undoing import undone


def _placed(pen: Pen, event: happened.OrderPlaced) -> bool:
    """False where whoever ordered has the reply, and nobody else is to be told."""
    order = event.order
    if order.helper and not families.agreed(pen.conn, order.person or "", order.helper):
        raise TieEndedMeanwhile(order.number)
    place = store(order)
    for line in sorted(order.lines, key=lambda line: line.sku):  # one order for all, or two would wait for each other
        if not stock.reserve(pen.conn, line.sku, line.quantity, place):
            raise StockShort(line.sku)
    try:
        orders.add(pen.conn, pen.seal, order)
    except IntegrityError as taken:
        raise NumberTaken(order.number) from taken
    marks.mark_order(pen.conn, order, pen.today)
    if order.installation:
        installations.book(pen.conn, pen.seal, order, order.installation)
    if order.from_shelf:  # it waits at the station from now on
        orders.change(pen.conn, order.number, overdue_stage=0, overdue_at=waiting.due_after(0, pen.now))
    return bool(order.helper)


def _moved(pen: Pen, event: happened.OrderMoved) -> None:
    order = _order(pen, event.number)
    check_move(order, event.to, event.at, event.by)
    also = _on_arrival(pen, event) if event.to is Status.AT_STATION else {}
    try:
        in_time = orders.move(pen.conn, order, event.to, event.at, **also)
    except IntegrityError as taken:
        raise NumberTaken(event.number) from taken
    if not in_time:
        raise OrderChanged(order.number, order.status, event.to)
    orders.add_event(pen.conn, order.number, OrderEvent(type=event.to, at=event.at, by=event.by), event.reason)
    if event.to is Status.AT_STATION:
        promises.note_arrival(pen.conn, order, event.at.astimezone(pen.at.tzinfo))
    if event.to is Status.CANCELLED:
        marks.unmark_order(pen.conn, order.number)
    if _money_goes_back(event):
        payments.give_all_back(pen.conn, order.number, pen.now)
    _visit_after(pen, order, event.to)
    move_goods(pen, order, event.to)
    if event.to is Status.CANCELLED:
        campaigns.give_back(pen.conn, order.number)
    load_stages.follow(pen.conn, order.number, event.at)


def _money_goes_back(event: happened.OrderMoved) -> bool:
    """Also of what nobody fetched, for nobody had anything for it; of a villager's return once the county refunds it."""
    never_fetched = event.to is Status.RETURNED and event.by == "system"
    return never_fetched or event.to in (Status.CANCELLED, Status.REFUNDED)


def _visit_after(pen: Pen, order: Order, to: Status) -> None:
    """Nobody need come any more, or somebody was there."""
    if to in (Status.CANCELLED, Status.RETURNED):
        installations.release(pen.conn, order.number)
    elif to is Status.INSTALLED:
        installations.note_done(pen.conn, order.number)


def _on_arrival(pen: Pen, event: happened.OrderMoved) -> dict[str, Any]:
    waits = {"overdue_stage": 0, "overdue_at": waiting.due_after(0, pen.now)}
    return waits | ({"pickup_code": event.pickup_code} if event.pickup_code else {})


def _delayed(pen: Pen, event: happened.OrderDelayed) -> bool:
    """False where it is known. What was to be said of the day before, and waits for the morning, is not said any more."""
    order = _order(pen, event.number)
    at = event.at.astimezone(pen.at.tzinfo)
    if not lateness.is_news(order, event.until, at):
        return False
    for key in delay_keys(order, order.promised_by) if lateness.told_from(order, at) else ():
        outbox.withdraw(pen.conn, key, reason="another day since", now=pen.now)
    orders.add_event(pen.conn, order.number, OrderEvent(type=lateness.LATE, at=event.at, by=event.by))
    if event.until:
        first = order.promised_first or order.promised_by
        orders.change(pen.conn, order.number, promised_by=event.until, promised_first=first)
    return True


def _waited(pen: Pen, event: happened.ParcelWaited) -> None:
    due = waiting.due_after(event.days, pen.now)
    orders.change(pen.conn, event.number, overdue_stage=event.days, overdue_at=due)


def _order(pen: Pen, number: str) -> Order:
    order = orders.find(pen.conn, pen.seal, number)
    if order is None:
        raise LookupError(f"no order has the number {number}")
    return order


WRITERS: Writers = {
    happened.OrderPlaced: _placed,
    happened.OrderMoved: _moved,
    happened.OrderMoveUndone: undone,
    happened.OrderDelayed: _delayed,
    happened.ParcelWaited: _waited,
    happened.PickupRefused: lambda pen, event: pickups.add(pen.conn, event),
}
