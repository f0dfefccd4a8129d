"""What many people say alike (你好, 多少钱, 对, 1) is read once: it means the same in the same shop, and what tells no day or
time means the same tomorrow."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

from catalog.shop import Shop
from intents.utterance import Utterance


class Reading(Protocol):
    """What is made of an utterance."""

    @property
    def timeless(self) -> bool:
        """Whether the same words mean the same at any time."""


T = TypeVar("T", bound=Reading)

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
    now = (*said, *_moment(utterance.at))
    known: T | None = kept.get(said) or kept.get(now)
    if known is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        known = read(utterance, shop)
        kept[said if known.timeless else now] = known
    return known


def _all_that_counts(utterance: Utterance) -> tuple[Hashable, ...]:
    """All but the time."""
    local = tuple(utterance.words.items())
    who = utterance.channel, utterance.role, utterance.at_counter, utterance.people
    return utterance.text, who, local


def _moment(at: datetime) -> tuple[Hashable, ...]:
    """Days and times are reckoned to the minute, where the person is."""
    return at - timedelta(seconds=at.second, microseconds=at.microsecond), at.utcoffset()
