"""Halves of names: where a long SMS is torn within one (红星二|锅头一瓶), its parts by themselves name other goods.

The bot reads them back like all others; villagers here say yes to whatever is read to them, which people do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from shop_files import CATALOG

from catalog.reading import read_catalog
from catalog.shop import Shop
from intents.acts import Add
from intents.understand import understand
from intents.utterance import Utterance


def heard_in(parts: Sequence[str]) -> Counter[str]:
    """SKU → how much of it the parts ask for, each read by itself."""
    heard: Counter[str] = Counter()
    for part in parts:
        said = Utterance(text=part, at=datetime.now(UTC), channel="sms")
        for act in understand(said, _shop()):
            for item in act.items if isinstance(act, Add) else ():
                heard += Counter(dict.fromkeys(item.skus, int(item.quantity or 1)))
    return heard


@cache
def _shop() -> Shop:
    return Shop(read_catalog(CATALOG).rows)
