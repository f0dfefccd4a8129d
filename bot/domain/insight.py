"""What merchants may learn of what villages buy and ask for: weekly cells of five people and more. Pure.

Every line of a week belongs to one cell at most, and what a merchant is ever shown is a sum of whole cells. So two
answers, however they were asked for, differ by whole cells: by five people and more, or by nothing. Lines of rare goods
are not thrown away at once: they go up into a coarser cell (the rest of a category, the rest of all counties), and only
what is too few there too is never shown, nor counted in any total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import Any, Literal

import msgspec

FEWEST = 5
"""People in a cell."""
STEP, STEP_FEN = 5, 1000
"""What is shown is rounded to these: people downwards, so that no count tells of one who came or went."""
CLOSES_AFTER = timedelta(days=8, hours=4)
"""From a week's Monday: a search of Sunday has a day to become an order, and messages that came late are in."""
BECOMES_ORDER = timedelta(hours=24)
WEEK = timedelta(days=7)

Kind = Literal["bought", "left", "missing", "word", "survey"]
PARTS: dict[Kind, tuple[str, ...]] = {
    "bought": ("new", "again", "other"),
    "left": ("sold_out", "chose_other", "no_order"),
}
"""Into what the people of a cell fall: whether they knew the merchant or the article; why they ordered nothing. Where one
is of several parts, the first named counts, but for those who bought again."""
_STRONGEST: dict[Kind, tuple[str, ...]] = {"bought": ("again", "other", "new"), "left": PARTS["left"]}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One thing one person bought, asked for, or called by a word."""

    kind: Kind
    person: str
    merchant: str = ""
    county: str = ""
    category: str = ""
    sku: str = ""
    words: str = ""
    gap: str = ""
    """The article's price against the city's; see `price_gap`."""
    quantity: Decimal = Decimal(0)
    amount_fen: int = 0
    part: str = ""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Which cell of its week; '' is the rest: articles or counties too rare to stand alone."""

    kind: Kind
    merchant: str = ""
    county: str = ""
    category: str = ""
    sku: str = ""
    words: str = ""
    gap: str = ""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    place: Place
    people: int
    times: int
    quantity: Decimal
    amount_fen: int
    parts: tuple[int, ...] | None
    """People by PARTS; None where one part would be of one to four people."""


_GOODS = (
    ("merchant", "county", "category", "sku", "gap"),
    ("merchant", "county", "category"),
    ("merchant", "category"),
)
LADDER: dict[Kind, tuple[tuple[str, ...], ...]] = {
    "bought": _GOODS,
    "left": _GOODS,
    "missing": (("county", "words"), ("words",)),
    "word": (("merchant", "category", "sku", "words"),),
    "survey": (("merchant", "category", "sku", "county", "words"), ("merchant", "category", "sku", "words")),
}
"""By what a line may be counted, the finest first."""


def partition(lines: Iterable[Line]) -> dict[Place, list[Line]]:
    """The cells of a week with their lines, as they are and not rounded; each line is in one cell at most."""
    found: dict[Place, list[Line]] = {}
    waiting = list(lines)
    for rung in range(max(map(len, LADDER.values()))):
        keys = {kind: attrgetter(*names[rung]) for kind, names in LADDER.items() if rung < len(names)}
        groups: dict[tuple[Kind, Any], list[Line]] = defaultdict(list)
        for line in waiting:
            if line.kind in keys:
                groups[line.kind, keys[line.kind](line)].append(line)
        waiting = []
        for group in groups.values():
            if _enough(group):
                found[_place(group[0], rung)] = group
            else:
                waiting += group
    return found


def cells(lines: Iterable[Line]) -> list[Cell]:
    """What of a week may be shown, rounded."""
    return [_cell(place, group) for place, group in partition(lines).items()]


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def closed_before(now: datetime) -> date:
    """The first week, by its Monday, that is still open at `now` (in the service's zone)."""
    return week_of((now - CLOSES_AFTER).date()) + WEEK


def price_gap(price_fen: int, city_price_fen: int | None) -> str:
    """How a price stands to the city's: dearer, same, under5, under10, under20, over20 (per cent cheaper); '' unknown."""
    if not city_price_fen:
        return ""
    if price_fen >= city_price_fen:
        return "dearer" if price_fen > city_price_fen else "same"
    saved = (city_price_fen - price_fen) * 100 / city_price_fen
    return next((name for most, name in ((5, "under5"), (10, "under10"), (20, "under20")) if saved < most), "over20")


def _place(line: Line, rung: int) -> Place:
    return Place(**{"kind": line.kind} | {name: getattr(line, name) for name in LADDER[line.kind][rung]})


def _enough(group: list[Line]) -> bool:
    return len(group) >= FEWEST and len({line.person for line in group}) >= FEWEST


def _cell(place: Place, group: list[Line]) -> Cell:
    return Cell(
        place=place,
        people=_down(len({line.person for line in group})),
        times=_down(len(group)),
        quantity=_near(sum((line.quantity for line in group), Decimal(0)), STEP),
        amount_fen=int(_near(Decimal(sum(line.amount_fen for line in group)), STEP_FEN)),
        parts=_parts(place.kind, group),
    )


def _parts(kind: Kind, group: list[Line]) -> tuple[int, ...] | None:
    """All parts or none: three shown beside the whole would tell the fourth."""
    if kind not in PARTS:
        return None
    of: dict[str, set[str]] = defaultdict(set)
    for line in group:
        of[line.person].add(line.part)
    each = [next((part for part in _STRONGEST[kind] if part in said), "") for said in of.values()]
    counts = [each.count(part) for part in PARTS[kind]]
    return None if any(0 < count < FEWEST for count in counts) else tuple(map(_down, counts))


def _down(count: int) -> int:
    return count - count % STEP


def _near(value: Decimal, step: int) -> Decimal:
    return (value / step).to_integral_value(ROUND_HALF_UP) * step
