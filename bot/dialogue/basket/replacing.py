"""What is ordered already cannot be changed; but a basket may take the order's place, with one yes for both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from bot.dialogue.basket.quote import needs_fitter
from bot.dialogue.counter import errands
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.own_station import open_orders
from bot.dialogue.orders import cancelling, paid
from bot.domain.cart import Basket, CartLine
from bot.domain.order import FOR_STATION, REPLACED, Order

JUST_NOW = timedelta(hours=2)
"""What is said so soon after an order, without goods, is about that order."""


def take_up(ex: Exchange, skus: Collection[str] = ()) -> bool:
    """Make the newest order that can still be cancelled, and holds one of these goods, the basket; it will be read back
    changed and placed in the order's stead. False where there is none. A basket under way waits meanwhile."""
    order = _changeable(ex, skus)
    if order is None:
        return False
    take_up_order(ex, order)
    return True


def take_up_order(ex: Exchange, order: Order) -> None:
    """Make this order the basket; what a manager ordered for somebody stays hers."""
    errands.put_off_current(ex)
    ex.touch(
        Basket(
            lines=tuple(CartLine(sku=line.sku, quantity=line.quantity) for line in order.lines),
            recipient="" if order.person == ex.facts.person.id else order.recipient,
            family=(order.person or "") if order.helper == ex.facts.person.id else "",
            delivery=order.delivery,
            address=order.address,
            day=_wished(order),
            installation=order.installation,
            source="shelf" if order.from_shelf else "county",
            replaces=order.number,
        )
    )
    ex.change(shown=tuple(line.sku for line in order.lines))


def latest(ex: Exchange) -> Sequence[Order]:
    """The person's orders, newest first; among them, of who runs a station, what he ordered just now for somebody."""
    own = ex.facts.orders()
    if not ex.facts.person.manages:
        return own
    known = {order.number for order in own}
    for_others = (
        order
        for order in open_orders(ex)
        if order.placed_by.startswith("manager:") and order.recipient != FOR_STATION and _is_fresh(ex, order)
    )
    told = [order for order in for_others if order.number not in known]
    return sorted((*own, *told), key=lambda order: order.placed_at, reverse=True)


def _is_fresh(ex: Exchange, order: Order) -> bool:
    return ex.facts.at - order.placed_at < JUST_NOW


def _changeable(ex: Exchange, skus: Collection[str]) -> Order | None:
    taken_up = {ex.talk.basket.replaces, *(errand.basket.replaces for errand in ex.talk.later)}
    orders = latest(ex)
    placed = [order for order in orders if order.can_be_cancelled and order.number not in taken_up]
    if skus:
        return next((order for order in placed if set(skus) & {line.sku for line in order.lines}), None)
    return next(iter(placed), None)


def just_ordered(ex: Exchange) -> bool:
    """Whether the person's last order is so fresh that a bare change is meant for it, and no basket is under way."""
    newest = next(iter(latest(ex)), None)
    idle = not (ex.talk.basket.lines or ex.talk.todo)
    return bool(idle and newest and newest.can_be_cancelled and _is_fresh(ex, newest))


def unchanged(ex: Exchange) -> bool:
    """Whether the basket is just what the order it replaces holds already."""
    basket = ex.talk.basket
    order = ex.facts.order(basket.replaces) if basket.replaces else None
    if order is None:
        return False
    same_goods = {x.sku: x.quantity for x in basket.lines} == {x.sku: x.quantity for x in order.lines}
    wished = (basket.delivery, basket.address, basket.day, basket.installation)
    return same_goods and wished == (order.delivery, order.address, _wished(order), order.installation)


def _wished(order: Order) -> date | None:
    """The day it would be wished for again; goods of the shelf are there at once."""
    return None if order.from_shelf else order.promised_by


def keep_order(ex: Exchange, key: str = "cancel.kept") -> None:
    """The order stays as it is."""
    ex.change(basket=Basket(), todo=(), asking=None, pages=())
    ex.quiet = True
    ex.say(key)
    if errands.next_errand(ex):
        ex.quiet = False


def give_up_order(ex: Exchange) -> None:
    """Nothing shall take its place: whether it is cancelled altogether is asked."""
    number = ex.talk.basket.replaces
    ex.change(basket=Basket(), todo=(), asking=None, pages=())
    cancelling.confirm_first(ex, number)


def clear_away(ex: Exchange) -> bool:
    """Cancel what the basket replaces, before it is ordered; False where it is too late, and nothing is ordered."""
    number = ex.talk.basket.replaces
    order = ex.facts.order(number)
    if order is not None and order.can_be_cancelled:
        cancelling.cancel_quietly(ex, order, REPLACED if needs_fitter(ex) else "")
        ex.say("cancel.replaced", number=number)
        paid.goes_back(ex, order)
        return True
    give_up_order(ex)
    return False
