"""What people hear of money that came or went by a payment platform."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.notices.around import Around, Writers
from bot.dialogue.notices.families import to_helper
from bot.dialogue.notices.orders import about_order
from bot.dialogue.replies import render
from bot.dialogue.saying import brief
from bot.domain.events import OrderPaid, RefundSettled
from bot.domain.letter import Letter
from bot.domain.money import yuan
from bot.domain.order import Order


def _paid(event: OrderPaid, around: Around) -> Iterable[Letter]:
    """Whose order it is hears that the money is there, and so does the child who placed it; the station, that none is to be
    taken."""
    order, kept = around.order, event.amount_fen - around.back_fen
    if order is None:
        return
    if around.back_fen:
        yield from _too_much(event, around, order)
    if kept <= 0:
        return
    if order.person is not None:
        yield about_order(order, around, "paid", key=f"{event.trade}:paid", paid=yuan(kept))
    if order.helper:
        yield to_helper(order, around, "helped_paid", key=f"{event.trade}:paid:helper", paid=yuan(kept))
    known = {"slip": order.slip, "who": order.recipient, "goods": brief(order, 20), "paid": yuan(kept)}
    for manager in around.managers:
        yield Letter(
            key=f"{event.trade}:paid:{manager}",
            to=manager,
            notice="order_paid_manager",
            text=render("notices.paid_manager", "wechat", **known),
            sms=render("notices.paid_manager", "sms", **known),
            urgent=False,
        )


def _too_much(event: OrderPaid, around: Around, order: Order) -> Iterable[Letter]:
    """Paid twice, at the station already, or for what is cancelled: whoever may have paid hears at once that it goes back."""
    back, key = yuan(around.back_fen), f"{event.trade}:too_much"
    if order.person is not None:
        yield about_order(order, around, "paid_too_much", key=key, back=back)
    if order.helper:
        yield to_helper(order, around, "helped_paid_too_much", key=f"{key}:helper", back=back)


def _settled(event: RefundSettled, around: Around) -> Iterable[Letter]:
    """A refund that the platform gave up is the county's to mend; nobody is promised anything false."""
    order = around.order
    if not event.done or order is None:
        return
    if order.helper:
        key = f"{event.refund}:back:helper"
        yield to_helper(order, around, "helped_money_back", key=key, back=yuan(event.amount_fen))
    if order.person is not None:
        yield about_order(order, around, "money_back", key=f"{event.refund}:back", back=yuan(event.amount_fen))


WRITERS: Writers = {OrderPaid: _paid, RefundSettled: _settled}
