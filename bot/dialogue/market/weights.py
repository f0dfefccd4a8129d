"""斤, 公斤, 吨 and 担 weigh the same goods: amounts and prices said in one are reckoned in another, exactly or not at all."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from bot.domain.listing import RULES
from intents.values.units import UNITS

JIN = "斤"
HEAVY = Decimal(50)
"""Of so many jin and more nobody names a price for one unless it is for all of it: 一吨土豆，八毛 is a price for a jin."""


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """An offer in one unit."""

    quantity: Decimal
    unit: str
    price_fen: int


def weighs(unit: str) -> Decimal | None:
    """Jin in one; None where it is no weight."""
    found = UNITS.get(unit)
    return found.factor if found and found.kind == "weight" else None


def reckoned(quantity: Decimal, unit: str, into: str) -> Decimal | None:
    """So much in another unit; `unit` '' is that unit itself. None where they do not weigh the same goods."""
    if unit in ("", into):
        return quantity
    one, other = weighs(unit), weighs(into)
    return None if one is None or other is None else quantity * one / other


def priced(fen: int, per: str, into: str) -> int | None:
    """The price for one of another unit; None where that is no whole fen, or they do not weigh the same goods."""
    if per in ("", into):
        return fen
    many = reckoned(Decimal(1), into, per)
    price = None if many is None else many * fen
    return int(price) if price is not None and price == price.to_integral_value() and price > 0 else None


def meant(fen: int, per: str) -> str:
    """For which unit a price is: one that nobody can mean for a ton is for a jin."""
    one = weighs(per)
    return JIN if one is not None and one >= HEAVY and fen < RULES.least_fen * one else per


def agreed(quantity: Decimal, unit: str, fen: int, per: str) -> Agreed | None:
    """Amount and price in one unit, which is the jin where they name two or a heavy one, and the price stays whole fen;
    None where they cannot be brought together (五箱, 两块一斤)."""
    heavy = (weighs(per) or 0) >= HEAVY
    for into in (*([JIN] if heavy or unit != per else []), per):
        count, price = reckoned(quantity, unit, into), priced(fen, per, into)
        if count is not None and price is not None:
            return Agreed(quantity=count, unit=into, price_fen=price)
    return None
