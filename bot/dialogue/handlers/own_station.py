"""What a manager may see: the orders of the stations they run."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.exchange import Exchange
from bot.domain.order import Order


def open_orders(ex: Exchange) -> Sequence[Order]:
    """Open orders of all the manager's stations, oldest first."""
    return [order for code in ex.facts.person.manages for order in ex.facts.station_orders(code)]


def belongs(ex: Exchange, order: Order) -> bool:
    return order.station in ex.facts.person.manages
