"""A stage of its own: what goods are called where the message comes from, put into the standard words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from weakref import WeakKeyDictionary

from catalog.shop import Shop
from intents.text.wording import Wording

_Words = tuple[tuple[str, str], ...]
_PATTERNS: WeakKeyDictionary[Shop, dict[_Words, re.Pattern[str]]] = WeakKeyDictionary()
MOST_KEPT = 2000
"""Patterns a shop; a county has one."""


def translate(wording: Wording, words: Mapping[str, str], shop: Shop) -> Wording:
    """Replace each local word by its meaning, the longest first; slots still come back as they were written.

    A word inside a longer one of the shop (水瓶 in 暖水瓶) is no word by itself and stays.
    """
    if not any(word in wording.text for word in words):
        return wording
    return wording.replace(_pattern(tuple(words.items()), shop), lambda match: words.get(match[0], match[0]))


def _pattern(words: _Words, shop: Shop) -> re.Pattern[str]:
    kept = _PATTERNS.setdefault(shop, {})
    if words not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[words] = _compiled({word for word, _ in words}, shop)
    return kept[words]


def _compiled(words: set[str], shop: Shop) -> re.Pattern[str]:
    """Whatever is longest matches first, so that the shop's longer words are passed over whole."""
    longer = {term for term in shop.terms if any(word in term for word in words)}
    return re.compile("|".join(re.escape(word) for word in sorted(words | longer, key=len, reverse=True)))
