"""The basket that became an order although the talk does not know it: its last state was lost after the commit."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from bot.dialogue.basket.quote import Quote
from bot.dialogue.exchange import Exchange
from bot.dialogue.saying import brief
from bot.domain.codes import draft_id
from bot.domain.money import yuan
from bot.domain.order import Order


def ordered_before(ex: Exchange, quote: Quote) -> Order | None:
    """The order this very basket became already, where it did."""
    by_manager = quote.recipient and not quote.family
    orders = ex.facts.station_orders(quote.station.code) if by_manager else ex.facts.orders()
    return next((order for order in orders if order.draft == ex.talk.basket.draft), None)


def holds_other_goods(order: Order, quote: Quote) -> bool:
    """Whether something was changed since: that was never ordered, however the basket is called."""
    return {line.sku: line.quantity for line in order.lines} != {line.sku: line.quantity for line in quote.lines}


def keep_the_rest(ex: Exchange, order: Order) -> None:
    """Say what is ordered already; what came since is a basket of its own, to be read back."""
    had = {line.sku: line.quantity for line in order.lines}
    rest = tuple(
        msgspec.structs.replace(line, quantity=line.quantity - had.get(line.sku, Decimal(0)))
        for line in ex.talk.basket.lines
        if line.quantity > had.get(line.sku, Decimal(0))
    )
    basket = msgspec.structs.replace(ex.talk.basket, lines=rest, draft=draft_id(ex.facts.dice))
    ex.say("order.ordered_before", number=order.number, goods=brief(order), total=yuan(order.total_fen))
    ex.change(basket=basket, asking=None)
    ex.settled()
    ex.shopping = bool(rest)
