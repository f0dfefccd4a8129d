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


def _paid(event: OrderPaid, around: Around) -> Iterable[Letter]:
    """Whose order it is hears that the money is there, and so does the child who placed it; the station, that none is to be
    taken."""
    order = around.order
    if order is None:
        return
    if order.person is not None:
        yield about_order(order, around, "paid", key=f"{event.trade}:paid", paid=yuan(event.amount_fen))
    if order.helper:
        yield to_helper(order, around, "helped_paid", key=f"{event.trade}:paid:helper", paid=yuan(event.amount_fen))
    known = {"slip": order.slip, "who": order.recipient, "goods": brief(order, 20), "paid": yuan(event.amount_fen)}
    for manager in around.managers:
        yield Letter(
            key=f"{event.trade}:paid:{manager}",
            to=manager,
            notice="order_paid_manager",
            text=render("notices.paid_manager", "wechat", **known),
            sms=render("notices.paid_manager", "sms", **known),
            urgent=False,
        )


def _settled(event: RefundSettled, around: Around) -> Iterable[Letter]:
    """A refund that the platform gave up is the county's to mend; nobody is promised anything false."""
    if event.done and around.order is not None and around.order.person is not None:
        yield about_order(around.order, around, "money_back", key=f"{event.refund}:back")


WRITERS: Writers = {OrderPaid: _paid, RefundSettled: _settled}
