"""老样子, 再来一单, 给赵大爷照旧来一单: the last order once more, read back at today's prices. What is gone or costs something
else is said; nothing is ever put in its place."""

from __future__ import annotations

import re

from bot.dialogue.basket import goods
from bot.dialogue.basket.evidence import KEPT
from bot.dialogue.basket.goods import products
from bot.dialogue.counter import errands
from bot.dialogue.exchange import Exchange
from bot.dialogue.family import shopping
from bot.dialogue.questions import Wanted
from bot.domain.cart import Basket
from bot.domain.money import yuan
from bot.domain.order import Order, OrderLine, Status

MOST_NAMED = 3
_FOR = re.compile(
    r"(?:帮|给|替|为)?(?P<who>[一-鿿]{2,4}?)(?:那边|家)?(?:也|还是|还|就|的|说)?[，,]?(?:要|来|订|照|跟|同|和|老|再|按|一样|原|上次|上回)"
)
_NOBODY = re.compile(r"[我咱俺模照旧样上次回跟再原规前昨同老按还给帮替]|自己|一样|以前|东西")


def again(ex: Exchange) -> None:
    """Put what the one who is meant ordered last into the basket."""
    who = _named(ex)
    if who:
        _begin_for(ex, who)
    who = who or ex.talk.basket.recipient
    last = _last(ex, who)
    if last is None and who:
        ex.say("cart.nothing_before_of", who=who)
    elif last is None:
        ex.say("cart.nothing_before")
    else:
        _take(ex, last)


def _named(ex: Exchange) -> str:
    """Whom a manager names before the words; '' where nobody is named, or it is no manager."""
    said = _FOR.match(ex.text.strip()) if ex.facts.person.manages and not ex.talk.basket.family else None
    return said["who"] if said and not _NOBODY.search(said["who"]) else ""


def _begin_for(ex: Exchange, who: str) -> None:
    if ex.talk.basket.recipient != who:
        errands.put_off_current(ex)
        ex.change(basket=Basket(recipient=who))


def _last(ex: Exchange, recipient: str) -> Order | None:
    """The newest order that was kept; else the newest that was not cancelled."""
    orders = [order for order in _of_whom(ex, recipient) if order.status is not Status.CANCELLED]
    return next((order for order in orders if order.status in KEPT), next(iter(orders), None))


def _of_whom(ex: Exchange, recipient: str) -> list[Order]:
    """What the person ordered for the parent, in a basket for one; by name where a manager orders; else one's own, or, where there are none,
    those for a parent, to whom the basket then turns."""
    family, me = ex.talk.basket.family, ex.facts.person.id
    if recipient and not family:
        return [order for code in ex.facts.person.manages for order in ex.facts.orders_of(code, recipient)]
    orders = ex.facts.orders()
    found = [order for order in orders if order.person == (family or me)]
    if found or family:
        return found
    helped = next(((order, tie) for order in orders if (tie := shopping.tie_of(ex, order))), None)
    if helped is None:
        return []
    shopping.turn(ex, helped[1])
    return [order for order in orders if order.person == helped[0].person]


def _take(ex: Exchange, last: Order) -> None:
    for line in last.lines:
        product = ex.facts.shop.product(line.sku)
        if product is None:
            ex.say("goods.sold_out", goods=line.name)
            ex.sold_out += (hit.sku for hit in ex.facts.shop.search(line.name, 1))
        elif product.unit != line.unit:
            ex.say("cart.other_unit", goods=line.name, unit=product.unit, formerly=line.unit)
            goods.take(ex, Wanted(mention=line.name, skus=(line.sku,)))
        else:
            goods.take(ex, Wanted(mention=line.name, skus=(line.sku,), quantity=line.quantity))
    changed = [said for line in last.lines if (said := _other_price(ex, line))]
    if changed:
        ex.say("cart.other_price", rows="；".join(changed[:MOST_NAMED]))
    ex.shopping = True


def _other_price(ex: Exchange, line: OrderLine) -> str:
    """`食盐 上回2.5元，现在2.8元`; '' where it costs the same."""
    now = next(iter(products(ex, (line.sku,))), None)
    if now is None or now.price_fen == line.price_fen or now.unit != line.unit:
        return ""
    return f"{line.name}上回{yuan(line.price_fen)}元，现在{yuan(now.price_fen)}元"
