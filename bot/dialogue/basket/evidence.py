"""What speaks for one of several articles that fit: it was bought before, or stands on the station's shelf. It moves an
article up a list and marks it there; it never chooses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.dialogue.exchange import Exchange
from bot.dialogue.replies import render
from bot.domain.order import OPEN, RECEIVED

KEPT = (*OPEN, *RECEIVED)
"""States of an order whose goods were wanted and kept: nobody wants again what was cancelled or sent back."""
MOST_LOOKED_UP = 30
"""Articles of one list that are looked for on the shelf; nobody turns to the seventh page."""


def bought(ex: Exchange) -> tuple[str, ...]:
    """The articles the person bought, newest first; () where a manager is ordering for somebody else."""
    if ex.talk.basket.recipient or ex.talk.roll is not None:
        return ()
    kept = (o for o in ex.facts.orders() if o.status in KEPT and o.person == ex.facts.person.id)
    return tuple(dict.fromkeys(line.sku for order in kept for line in order.lines))


def on_shelf(ex: Exchange, skus: Iterable[str]) -> frozenset[str]:
    """Which of these can be taken along at once; only a Select station sells from its shelf."""
    station = ex.station
    if station is None or station.kind != "select":
        return frozenset()
    return frozenset(sku for sku in skus if ex.facts.shelf(station.code, sku) > 0)


def likely_first(ex: Exchange, skus: Sequence[str]) -> tuple[str, ...]:
    """The same articles: those bought before, newest first, then those on the shelf, then the others as they were."""
    if len(skus) < 2:  # noqa: PLR2004 - one needs no order
        return tuple(skus)
    before, here = bought(ex), on_shelf(ex, skus[:MOST_LOOKED_UP])
    rank = {sku: n for n, sku in enumerate(before)}
    return tuple(sorted(skus, key=lambda sku: (rank.get(sku, len(rank)), sku not in here)))


def marks(ex: Exchange, skus: Sequence[str]) -> dict[str, str]:
    """What is said of an article on a list, in few words; by SMS nothing, for it costs room."""
    if ex.sms or not skus:
        return {}
    before, here = bought(ex), on_shelf(ex, skus)
    said = {sku: [render("offer.in_stock", ex.facts.channel)] for sku in here}
    for sku in before:
        key = "offer.bought_last" if sku == before[0] else "offer.bought"
        said[sku] = [render(key, ex.facts.channel), *said.get(sku, ())]
    return {sku: f"（{'，'.join(said[sku])}）" for sku in skus if sku in said}
