"""What somebody was interested in, by the words they used: whether an order comes of it shows later."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.basket import at_once
from bot.dialogue.exchange import Exchange
from bot.domain.events import SearchHeard

LONGEST_WORDS = 20
MOST = 5
_NOBODYS = ("这样的",)
"""What an article is called where nobody named it."""


def named(ex: Exchange, sku: str, words: str) -> None:
    """An article went into the basket by a word of the villager's own."""
    product = ex.facts.shop.product(sku)
    if product is not None and words not in ("", *_NOBODYS, product.name):
        note(ex, (sku,), words)


def note(ex: Exchange, skus: Sequence[str], words: str) -> None:
    """Villagers' alone: what a manager asks for at the counter, somebody else wants."""
    facts = ex.facts
    if not skus or facts.person.manages:
        return
    sold_out = len(skus) == 1 and facts.left(skus[0]) == 0 and not at_once.free(ex, ex.station, skus[0])
    heard = SearchHeard(
        person=facts.person.id,
        station=ex.station.code if ex.station else "",
        words=words[:LONGEST_WORDS],
        skus=tuple(skus[:MOST]),
        sold_out=sold_out,
        at=facts.at,
    )
    ex.cause(heard)
