"""Returns: within seven days of receipt, asked for by the villager, carried out by people."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.dialogue.orders import cancelling
from bot.dialogue.questions import ConfirmReturn, ReturnWhich
from bot.dialogue.replies import render
from bot.dialogue.saying import amount, brief
from bot.domain.events import OrderMoved
from bot.domain.order import OPEN, RECEIVED, IllegalMove, Order, OrderLine, Status, check_move
from intents.item import Item

MOST = 5


def begin(ex: Exchange, items: Sequence[Item], reason: str) -> None:
    """Find the order the goods came with; ask which where several fit."""
    orders = ex.facts.orders()
    meant = {sku for item in items for sku in item.skus}
    fitting = [o for o in orders if _returnable(ex, o) and (not meant or meant & {line.sku for line in o.lines})]
    if not fitting:  # 鞋小了,换一双大的 names other shoes than came
        fitting = [o for o in orders if _returnable(ex, o) and _names_a_line(ex, o, items)]
    if not fitting:
        _explain(ex, orders, meant)
        return
    if said_in("exchanges", ex.text):
        ex.say("return.exchange")
    numbers = tuple(order.number for order in fitting[:MOST])
    goods = _goods(fitting[0], items) if len(numbers) == 1 else "、".join(item.mention for item in items)[:30]
    if len(numbers) == 1:
        ex.change(asking=ConfirmReturn(number=numbers[0], goods=goods, reason=reason[:60]))
    else:
        ex.change(asking=ReturnWhich(numbers=numbers, goods=goods, reason=reason[:60]))


def _names_a_line(ex: Exchange, order: Order, items: Sequence[Item]) -> bool:
    """Whether the words for the goods fit any that came with an order."""
    skus = [line.sku for line in order.lines]
    return any(item.mention and ex.facts.shop.narrow(item.mention, skus) for item in items)


def request(ex: Exchange, number: str, goods: str, reason: str) -> None:
    order = ex.facts.order(number)
    if order is None or not _returnable(ex, order):
        ex.say("return.too_late")
        return
    goods = goods or brief(order, 30)
    why = f"{goods} {reason}".strip()
    ex.cause(OrderMoved(number=number, to=Status.RETURN_REQUESTED, at=ex.facts.at, by="villager", reason=why))
    ex.say("return.done_paid" if order.paid_fen else "return.done", number=number, goods=goods)
    ex.alert(
        "return_requested",
        "warning",
        "manager.return_requested",
        about=number,
        number=number,
        goods=goods,
        why=(f"“{reason}”。" if reason else "") + (render("paying.no_cash_back", "wechat") if order.paid_fen else ""),
    )


def _returnable(ex: Exchange, order: Order) -> bool:
    try:
        check_move(order, Status.RETURN_REQUESTED, ex.facts.at)
    except IllegalMove:
        return False
    return True


def _explain(ex: Exchange, orders: Sequence[Order], meant: set[str]) -> None:
    """Say why nothing can be given back."""
    with_goods = [o for o in orders if not meant or meant & {line.sku for line in o.lines}]
    if any(order.status in OPEN for order in with_goods):
        may_cancel = with_goods[0].can_be_cancelled and not said_in("broken", ex.text)
        ex.say("return.not_yet_cancel" if may_cancel else "return.not_yet")
        if may_cancel:
            cancelling.confirm_first(ex, with_goods[0].number)
    elif with_goods and with_goods[0].never_collected:
        ex.say("status.uncollected", goods=brief(with_goods[0], 30), number=with_goods[0].number)
    elif any(order.status in (Status.RETURN_REQUESTED, Status.RETURNED) for order in with_goods):
        ex.say("return.already")
    elif any(order.status in RECEIVED for order in with_goods):
        ex.say("return.too_late")
    else:
        ex.say("return.nothing" if meant else "return.nothing_bought")


def _goods(order: Order, items: Sequence[Item]) -> str:
    """What goes back, with its number where that is not all there was: 盐破了一袋 of two bags."""
    counted = {sku: item.quantity for item in items for sku in item.skus}
    names = [_part(line, counted.get(line.sku)) for line in order.lines if not counted or line.sku in counted]
    return "、".join(names)[:40]


def _part(line: OrderLine, quantity: Decimal | None) -> str:
    less = quantity is not None and 0 < quantity < line.quantity
    return f"{line.name} {amount(quantity, line.unit)}" if quantity and less else line.name
