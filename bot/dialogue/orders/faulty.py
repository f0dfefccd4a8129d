"""“盐破了一袋”, “少了一瓶”, “发错了” of what was received: the manager hears of which order, and giving it back is offered."""

from __future__ import annotations

import re

from bot.dialogue.basket.amounts import closing_amount, units_of
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import before, said_in, said_whole, without
from bot.dialogue.orders import returning
from bot.dialogue.orders.troubled import just_received
from bot.dialogue.saying import brief
from bot.domain.order import Order, OrderLine
from intents.item import Item

LONGEST = 30
"""Characters; more is a story, which the manager had better read."""
_ENDS = re.compile(r"[了啊呀呢吧的哦。！!，,\s]+$")


def told(ex: Exchange) -> bool:
    """Whether it is a complaint of goods that can still go back, and was dealt with; a story is left to a person."""
    kind = next((kind for kind in ("falls_short", "wrong_goods", "broken") if said_in(kind, ex.text)), "")
    if not kind or len(ex.text) > LONGEST or ex.facts.person.manages:
        return False
    found = _meant(ex, before(kind, ex.text))
    if found is None:
        return False
    order, line = found
    goods = line.name if line else brief(order, 24)
    ex.alert("complaint", "warning", "manager.complaint_of", number=order.number, goods=goods)
    if kind == "broken":
        ex.say("return.broken")
        returning.begin(ex, (_item(ex, line),) if line else (), ex.text)
    else:
        ex.quiet = True
        ex.say("return.falls_short" if kind == "falls_short" else "return.wrong_goods", goods=goods)
    return True


def exchanged(ex: Exchange) -> bool:
    """“换一袋就行”, “能换不” and nothing else, of what was received; while something is being bought it means that."""
    if ex.talk.asking is not None or ex.talk.basket.lines or not said_whole("exchanges_only", ex.text):
        return False
    if not any(just_received(ex, order) for order in ex.facts.orders()):
        return False
    if not said_in("exchanges", ex.text):
        ex.say("return.exchange")
    returning.begin(ex, (), "")
    ex.text = ""  # heard already: no answer to the question it leads to
    return True


def _meant(ex: Exchange, words: str) -> tuple[Order, OrderLine | None] | None:
    """The newest order that can go back, and the line that is named; None where anything else is named than what came."""
    orders = [order for order in ex.facts.orders() if just_received(ex, order)]
    named = _ENDS.sub("", without("around_faults", words)).strip(" ，,")
    for order in orders:
        fitting = ex.facts.shop.narrow(named, [line.sku for line in order.lines]) if named else ()
        lines = [line for line in order.lines if line.sku in fitting]
        if lines:
            return order, lines[0] if len(lines) == 1 else None
    if not orders or named:
        return None
    return orders[0], orders[0].lines[0] if len(orders[0].lines) == 1 else None


def _item(ex: Exchange, line: OrderLine) -> Item:
    """What goes back, with its number where one is said."""
    said = closing_amount(_ENDS.sub("", ex.text))
    return Item(mention=line.name, skus=(line.sku,), quantity=units_of(ex, said, line.sku) if said else None)
