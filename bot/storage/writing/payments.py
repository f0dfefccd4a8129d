"""Writes down what a payment platform tells; what is paid too much or for nothing goes back at once."""

from __future__ import annotations

from msgspec.structs import replace

from bot.domain import events as happened
from bot.domain.payment import Entry, kept_fen
from bot.storage.money import payments
from bot.storage.trade import orders
from bot.storage.writing.pen import Pen, Writers


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
    too_much = kept_fen(payments.of_order(pen.conn, event.number)) - payments.owed_fen(pen.conn, order)
    if too_much > 0:  # paid twice, also over the counter, or paid while it was being cancelled
        payments.give_back(pen.conn, event.number, too_much, pen.now)
    return True


def _settled(pen: Pen, event: happened.RefundSettled) -> bool:
    asked = payments.refund_asked(pen.conn, event.refund)
    if asked is None:
        return False
    outcome = replace(
        asked, kind="refunded" if event.done else "refund_failed", at=event.at, platform_id=event.platform_id
    )
    if payments.add(pen.conn, outcome):
        return True
    late = event.done and payments.was_given_up(pen.conn, event.refund)
    return late and payments.add(pen.conn, replace(outcome, kind="refunded_late"))


WRITERS: Writers = {happened.OrderPaid: _paid, happened.RefundSettled: _settled}
