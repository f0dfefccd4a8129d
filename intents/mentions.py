"""Goods in a clause: where they stand, how many, and which articles they can be."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from catalog.shop import Shop
from intents.acts import Item


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """Goods named in a text: `text[start:end]` spans name and quantity."""

    start: int
    end: int
    words: str
    """The goods' words alone."""
    quantity: Decimal | None = None
    """As said, in `unit`; the item's quantity is in selling units."""
    unit: str = ""
    item: Item


def find_mentions(text: str, shop: Shop) -> tuple[Mention, ...]:
    """The goods of a normalised text, in order."""
    del text, shop
    return ()
