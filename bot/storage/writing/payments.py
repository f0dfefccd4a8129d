"""Writes down what a payment platform tells; what is paid too much or for nothing goes back at once."""

from __future__ import annotations

from bot.domain import events as happened
from bot.domain.order import Status
from bot.domain.payment import Entry, kept_fen
from bot.storage import orders, payments
from bot.storage.writing.pen import Pen, Writers

OFF = (Status.CANCELLED, Status.REFUNDED)


def _paid(pen: Pen, event: happened.OrderPaid) -> bool:
    orders.hold(pen.conn, event.number)
    order = orders.find(pen.conn, pen.seal, event.number)
    if order is None:
        raise LookupError(f"no order has the number {event.number}")
    entry = Entry(
        kind="paid",
        number=event.number,
        trade=event.trade,
        amount_fen=event.amount_fen,
        at=event.at,
        platform_id=event.platform_id,
    )
    if not payments.add(pen.conn, entry):
        return False
    due = 0 if order.status in OFF else order.total_fen
    too_much = kept_fen(payments.of_order(pen.conn, event.number)) - due
    if too_much > 0:  # paid twice, or paid while it was being cancelled
        payments.give_back(pen.conn, event.number, too_much, pen.now)
    return due > 0


def _settled(pen: Pen, event: happened.RefundSettled) -> bool:
    asked = payments.refund_asked(pen.conn, event.refund)
    if asked is None:
        return False
    return payments.add(
        pen.conn,
        Entry(
            kind="refunded" if event.done else "refund_failed",
            number=asked.number,
            trade=asked.trade,
            refund=asked.refund,
            amount_fen=asked.amount_fen,
            at=event.at,
            platform_id=event.platform_id,
        ),
    )


WRITERS: Writers = {happened.OrderPaid: _paid, happened.RefundSettled: _settled}
