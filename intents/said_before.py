"""What many people say alike within a minute (你好, 多少钱, 对, 1) is read once: it means the same in the same shop."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import timedelta
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from catalog.shop import Shop
from intents.utterance import Utterance

T = TypeVar("T")

LONGEST = 16
"""Characters; longer messages are hardly ever said twice."""
MOST_KEPT = 4096
_READ: WeakKeyDictionary[Shop, dict[Hashable, Any]] = WeakKeyDictionary()


def read_once(read: Callable[[Utterance, Shop], T], utterance: Utterance, shop: Shop) -> T:
    """What `read`, a pure function, makes of an utterance; as it was made before, where the same was said of late."""
    if len(utterance.text) > LONGEST:
        return read(utterance, shop)
    kept = _READ.setdefault(shop, {})
    said = (read, *_all_that_counts(utterance))
    known: T | None = kept.get(said)
    if known is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        known = kept[said] = read(utterance, shop)
    return known


def _all_that_counts(utterance: Utterance) -> tuple[Hashable, ...]:
    """Days and times are reckoned to the minute, where the person is."""
    at = utterance.at
    minute = at - timedelta(seconds=at.second, microseconds=at.microsecond)
    local = tuple(utterance.words.items())
    who = utterance.channel, utterance.role, utterance.at_counter, utterance.people
    return utterance.text, who, local, minute, at.utcoffset()
