"""Cancelling an order that is not packed yet."""

from __future__ import annotations

from typing import Literal

from bot.dialogue.exchange import Exchange
from bot.dialogue.market import bought
from bot.dialogue.orders import paid
from bot.dialogue.questions import CancelWhich, ConfirmCancel
from bot.dialogue.saying import brief
from bot.domain.events import OrderMoved
from bot.domain.money import yuan
from bot.domain.order import OPEN, Order, Status

MOST = 5
"""Orders offered at once."""


def confirm_first(ex: Exchange, number: str) -> None:
    """Ask whether this order shall really be cancelled; say so where it cannot be."""
    order = ex.facts.order(number)
    if order is None:
        ex.settled()
        ex.say("order.unknown", number=number[:20])
    elif order.can_be_cancelled:
        ex.change(asking=ConfirmCancel(number=number))
    else:
        ex.settled()
        key = "cancel.already" if order.status is Status.CANCELLED else "cancel.too_late"
        ex.say(key, whose=whose(ex, order), number=number, goods=brief(order, 20))


def whose(ex: Exchange, order: Order) -> str:
    """`孙奶奶的`, before her order; '' for one's own."""
    return "" if order.person == ex.facts.person.id else f"{order.recipient}的"


def choose(ex: Exchange, *, newest: bool) -> None:
    """Find the order that is meant among the person's own."""
    orders = ex.facts.orders()
    placed = [order.number for order in orders if order.can_be_cancelled][:MOST]
    if placed:
        if newest or len(placed) == 1:
            confirm_first(ex, placed[0])
        else:
            ex.change(asking=CancelWhich(numbers=tuple(placed)))
        return
    underway = next((order for order in orders if order.status in OPEN), None)
    if underway:
        ex.say("cancel.too_late", whose="", number=underway.number, goods=brief(underway, 20))
    elif not bought.said_how_to_call_off(ex):
        ex.say("cancel.nothing")


def cancel(ex: Exchange, number: str) -> None:
    order = ex.facts.order(number)
    if order is None or not order.can_be_cancelled:
        confirm_first(ex, number)
        return
    cancel_quietly(ex, order)
    ex.say("cancel.done", whose=whose(ex, order), number=number, goods=brief(order, 24), total=yuan(order.total_fen))
    paid.goes_back(ex, order)


def cancel_quietly(ex: Exchange, order: Order, reason: str = "") -> None:
    """Cancel an order that can be; what is said about it is the caller's."""
    by = _by(ex, order)
    ex.cause(OrderMoved(number=order.number, to=Status.CANCELLED, at=ex.facts.at, by=by, reason=reason))
    if by != "manager":
        _tell_manager(ex, order)


def _by(ex: Exchange, order: Order) -> Literal["villager", "family", "manager"]:
    me = ex.facts.person.id
    if order.person == me:
        return "villager"
    return "family" if order.helper == me else "manager"


def _tell_manager(ex: Exchange, order: Order) -> None:
    if order.station not in ex.facts.person.manages:
        ex.alert(
            "order_cancelled",
            "warning",
            "manager.order_cancelled",
            about=order.number,
            station=order.station,
            slip=order.slip,
            number=order.number,
            goods=brief(order, 30),
        )
