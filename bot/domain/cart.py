"""What a person is putting together before it becomes an order. Pure; every change gives a new basket."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

import msgspec

from bot.domain.order import Installation

STALE_AFTER = timedelta(hours=24)
MOST_LINES = 40
MOST_OF_ONE = Decimal(9999)


class CartLine(msgspec.Struct, frozen=True, kw_only=True):
    sku: str
    quantity: Decimal
    """In selling units, more than 0."""


class Basket(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Goods and everything said about how they shall come. Prices are not kept: they are read when they are said."""

    lines: tuple[CartLine, ...] = ()
    recipient: str = ""
    """The villager a manager orders for, or a child's parent; '' for oneself."""
    family: str = ""
    """Person id of the parent it is for; '' for oneself and where a manager orders."""
    delivery: Literal["pickup", "home"] | None = None
    """None: not said."""
    address: str = ""
    day: date | None = None
    """The day the person wishes; None: as soon as it can be."""
    installation: Installation | None = None
    source: Literal["", "shelf", "county"] = ""
    """Where a manager takes the goods for somebody from, whose all stands on the shelf; '' where that was not asked."""
    draft: str = ""
    """Becomes the order's `draft`, so that one basket is ordered once."""
    replaces: str = ""
    """Number of the order in whose stead this one is placed; '' mostly."""
    touched_at: datetime | None = None
    """Message time of the last change."""

    def quantity_of(self, sku: str) -> Decimal:
        return next((line.quantity for line in self.lines if line.sku == sku), Decimal(0))

    @property
    def skus(self) -> tuple[str, ...]:
        return tuple(line.sku for line in self.lines)

    def stale(self, at: datetime) -> bool:
        """Whether it holds goods nobody touched for a day, by message times."""
        return bool(self.lines) and self.touched_at is not None and at - self.touched_at > STALE_AFTER


def put(basket: Basket, sku: str, quantity: Decimal) -> Basket:
    """The basket with exactly `quantity` of an article; 0 or less takes it out."""
    line = CartLine(sku=sku, quantity=min(quantity, MOST_OF_ONE))
    if quantity <= 0:
        lines = tuple(x for x in basket.lines if x.sku != sku)
    elif sku in basket.skus:
        lines = tuple(line if x.sku == sku else x for x in basket.lines)
    else:
        lines = (*basket.lines, line)[:MOST_LINES]
    return msgspec.structs.replace(basket, lines=lines)


def add(basket: Basket, sku: str, quantity: Decimal) -> Basket:
    return put(basket, sku, basket.quantity_of(sku) + quantity)
