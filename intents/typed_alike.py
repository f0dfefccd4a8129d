"""怎么买 and 怎么卖 are typed alike, zen me mai: behind goods the price is asked."""

from __future__ import annotations

import re

from catalog.shop import Shop
from intents.mentions import find_mentions
from intents.wording import Wording

_HOW = re.compile(r"(?P<goods>[一-鿿]{1,8})[ ,]?(?P<how>怎么买)")


def how_sold(wording: Wording, shop: Shop) -> Wording:
    """The wording of a typed message, 怎么买 right behind goods as 怎么卖; the same object where there is none."""
    match = _HOW.search(wording.text)
    if not match or not any(
        m.named and m.item.skus and m.end == len(match["goods"]) for m in find_mentions(match["goods"], shop)
    ):
        return wording
    return wording.replace(re.compile(f"(?<={re.escape(match['goods'])})怎么买"), "怎么卖")
