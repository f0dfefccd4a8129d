"""When a household runs out of what it buys again and again, from its own purchases alone. Pure.

Three purchases and more are needed, and they must come evenly: who buys feed now after a week, now after half a year,
is told nothing rather than something wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import msgspec

FEWEST = 3
"""Purchases."""
UNEVEN = 2
"""The slowest use may be so many times the quickest."""
SHORTEST, LONGEST = timedelta(days=7), timedelta(days=120)
"""What lasts shorter needs no reminder, what lasts longer cannot be foreseen."""
AHEAD, STALE = timedelta(days=3), timedelta(days=14)
"""Told from three days before, as goods need a day or two; and no more a fortnight after: they were bought elsewhere."""

ANSWERED_WITHIN = timedelta(days=3)
"""So long “再来一份” means what somebody was reminded of last."""


class Purchase(msgspec.Struct, frozen=True, kw_only=True):
    sku: str
    name: str
    unit: str
    quantity: Decimal
    day: date
    number: str
    """Of the order."""


def runs_out(purchases: Sequence[Purchase]) -> date | None:
    """The day on which an article, bought on these days in this order, is used up; None where that cannot be told."""
    by_day: dict[date, Decimal] = {}
    for one in purchases:
        by_day[one.day] = by_day.get(one.day, Decimal(0)) + one.quantity
    days = sorted(by_day)
    if len(days) < FEWEST:
        return None
    paces = [Decimal((after - before).days) / by_day[before] for before, after in pairwise(days)]
    if max(paces) > UNEVEN * min(paces):
        return None
    used = sum(by_day[day] for day in days[:-1])
    lasts = timedelta(days=int(by_day[days[-1]] * (days[-1] - days[0]).days / used))
    return days[-1] + lasts if SHORTEST <= lasts <= LONGEST else None


def running_out(purchases: Iterable[Purchase], today: date) -> tuple[Purchase, ...]:
    """The last purchase of each article that must be running out about now, the soonest first."""
    by_sku: dict[str, list[Purchase]] = {}
    for one in purchases:
        by_sku.setdefault(one.sku, []).append(one)
    found = []
    for bought in by_sku.values():
        end = runs_out(bought)
        if end is not None and end - AHEAD <= today <= end + STALE:
            found.append((end, max(bought, key=lambda one: one.day)))
    return tuple(one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].sku)))
