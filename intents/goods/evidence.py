"""Why goods were understood as they were: which articles came into question, how well each fits, and what was decided."""

from __future__ import annotations

from typing import Literal

import msgspec

from catalog.search import Hit
from catalog.shop import Shop
from intents.acts import Act, Jielong
from intents.item import Item

Decision = Literal["article", "ask", "not_carried"]
_SHOWN = 5
_DECISIONS: dict[int, Decision] = {0: "not_carried", 1: "article"}


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind one item of an act."""

    mention: str
    candidates: tuple[Hit, ...]
    """Best first, five at most. The score (0 to 1) tells how alike words and article are; half of it is whether all that
    was said fits."""
    decision: Decision
    margin: float | None
    """By how much the worst of what was decided on is ahead of the best of the rest (negative: the rest is more alike, but
    does not fit); of what is not carried, how much the nearest falls short of a certain match. None without a rest."""


def evidence(act: Act, shop: Shop) -> tuple[Evidence, ...]:
    """Weigh every item of an act; () for acts without goods."""
    items: tuple[Item, ...] = getattr(act, "items", ())
    if isinstance(act, Jielong):
        items = tuple(item for entry in act.entries for item in entry.items)
    return tuple(_weigh(item, shop) for item in items)


def _weigh(item: Item, shop: Shop) -> Evidence:
    hits = shop.search(item.mention, max(_SHOWN, len(item.skus)) + _SHOWN)
    chosen = [hit.score for hit in hits if hit.sku in item.skus]
    others = [hit.score for hit in hits if hit.sku not in item.skus]
    margin = None
    if not item.skus:
        margin = round(1 - max(others, default=0.0), 3)
    elif chosen and others:
        margin = round(min(chosen) - max(others), 3)
    return Evidence(
        mention=item.mention,
        candidates=tuple(hits[:_SHOWN]),
        decision=_DECISIONS.get(len(item.skus), "ask"),
        margin=margin,
    )
