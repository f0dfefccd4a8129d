"""What goes onto a lorry: orders that wait in the county, by the day they were promised for, as far as they fit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import msgspec

from bot.domain.order import OrderLine, Status
from config.data import read_yaml

_DATA = read_yaml("network/loads.yaml")
USUAL_CAPACITY_KG = Decimal(_DATA["capacity_kg"])
USUAL_WEIGHT_KG = Decimal(_DATA["usual_weight_kg"])
MOST_ITEMS: int = _DATA["most_items"]
OPEN = "open"
LOADABLE = (Status.PLACED, Status.PACKED, Status.AT_COUNTY)
"""Orders that can still be put onto a lorry."""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """An order that waits for a lorry."""

    number: str
    slip: int
    promised_by: date
    placed_at: datetime
    weight_kg: Decimal


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    taken: tuple[Waiting, ...]
    left: tuple[Waiting, ...]
    """What does not fit, or is too much for one run."""

    @property
    def weight_kg(self) -> Decimal:
        return sum((one.weight_kg for one in self.taken), Decimal(0))


def weight_of(lines: Iterable[tuple[OrderLine, Decimal | None]]) -> Decimal:
    """Of lines, each with what one unit weighs (None: the catalogue does not say)."""
    return sum((line.quantity * (USUAL_WEIGHT_KG if kg is None else kg) for line, kg in lines), Decimal(0))


def fill(waiting: Iterable[Waiting], capacity_kg: Decimal) -> Filled:
    """Fill the lorry: what was promised for the earliest day first, then what was ordered first. What is too heavy for the
    room that is left stays, and lighter things after it still go."""
    room = capacity_kg
    taken: list[Waiting] = []
    left: list[Waiting] = []
    for one in sorted(waiting, key=lambda one: (one.promised_by, one.placed_at, one.number)):
        if one.weight_kg <= room and len(taken) < MOST_ITEMS:
            room -= one.weight_kg
            taken.append(one)
        else:
            left.append(one)
    return Filled(taken=tuple(taken), left=tuple(left))
