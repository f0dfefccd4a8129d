"""Goods on the shelf of the villager's own Select station: bought there and then, without a lorry."""

from __future__ import annotations

from decimal import Decimal

from bot.dialogue.exchange import Exchange
from bot.domain.order import FOR_STATION
from bot.domain.people import Station


def whole_basket(ex: Exchange, station: Station) -> bool:
    """Whether all the basket holds is taken along from the shelf now. A manager takes his own without an order, and for
    somebody else where he says so; whoever wants it brought, or on another day, gets it from the county."""
    basket = ex.talk.basket
    if (basket.recipient or ex.facts.person.manages) and not (basket.recipient and basket.source == "shelf"):
        return False
    return _all_there(ex, station)


def may_choose(ex: Exchange, station: Station) -> bool:
    """Whether a manager's order for somebody could come from the shelf, and nobody said yet where it shall come from."""
    basket = ex.talk.basket
    for_somebody = basket.recipient not in ("", FOR_STATION) and station.code in ex.facts.person.manages
    return for_somebody and not basket.family and not basket.source and _all_there(ex, station)


def _all_there(ex: Exchange, station: Station) -> bool:
    basket = ex.talk.basket
    if (
        station.kind != "select"
        or basket.delivery == "home"
        or basket.day is not None
        or basket.installation is not None
    ):
        return False
    return bool(basket.lines) and all(free(ex, station, line.sku) >= line.quantity for line in basket.lines)


def free(ex: Exchange, station: Station | None, sku: str) -> Decimal:
    """What of an article can be taken along; what the order holds that the basket replaces comes free with it."""
    if station is None or station.kind != "select":
        return Decimal(0)
    replaced = ex.talk.basket.replaces
    order = ex.facts.order(replaced) if replaced else None
    held = order.lines if order is not None and order.from_shelf else ()
    return ex.facts.shelf(station.code, sku) + sum(line.quantity for line in held if line.sku == sku)
