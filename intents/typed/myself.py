"""Who writes pinyin tells village and name first: yangliucun wangxiuying, wo shi majiapo cun li jianguo yao 2 dai yan.

Neither can be guessed from pinyin, so both are taken as typed; and neither is goods, though jianguo sounds like nuts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from catalog.shop import Shop
from config.data import read_yaml
from intents.goods.mentions import find_mentions
from intents.text.normalise import normalise
from intents.typed.reading import decode
from intents.typed.syllables import LONGEST, readings, syllables

_FORM = re.compile(
    r"(?:(?P<says>wo(?: ?men)? ?(?:jia)? ?(?:shi|zhu ?zai|zai|zhu)) ?)?"
    r"(?P<place>[a-z]{2,6}(?: ?[a-z]{1,6}){0,4}? ?(?:cun|tun|zhuang|zhai))(?! ?cun)(?![a-z])(?: ?de(?![a-z]))?[ ,.]*",
    re.IGNORECASE,
)
"""A village may be called after another word for one: zhang zhuang cun."""
_KIND = re.compile("cun|tun|zhuang|zhai", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_BEHIND = re.compile(r"[ ,.!]*(?:$|,|[0-9]|(?:yao|lai|mai|na|xiang|ding|gei)(?![a-z]))", re.IGNORECASE)
"""What may stand behind a name: nothing, a comma, an amount, a verb of ordering."""
_NO_NAME = frozenset(("yao", "lai", "mai", "na", "you", "mei", "hai", "xiang", "gei", "ding", "zai", "shi", "wo", "ni"))
"""Words that begin a request, though some sound like surnames."""
_SHORTEST, _MOST = 2, 3
"""Syllables of a name."""
_LONGEST_PLACE = 4
"""Syllables of a village's name where nothing says that it is one: dongzhangzhuang cun has as many."""


class Told(msgspec.Struct, frozen=True):
    """Where the words stand, as half-open ranges of the message."""

    place: tuple[int, int]
    name: tuple[int, int] | None
    says_so: bool
    """Whether it is said to be one's village (wo shi …)."""

    @property
    def end(self) -> int:
        return max(self.name[1], self.place[1]) if self.name else self.place[1]


def told_in(text: str, shop: Shop) -> Told | None:
    """The village that a typed message begins with, and the name behind it; None where it begins with none."""
    if not (text.isascii() and _KIND.search(text)):
        return None
    found = _FORM.match(text)
    if found is None or found["place"].split(maxsplit=1)[0].lower() in _NO_NAME:
        return _name_first(text, shop)
    if not found["says"] and len(_parts(found["place"].lower()) or ()) > _LONGEST_PLACE:
        return _name_first(text, shop)
    name = _name_at(text, found.end(), shop)
    return Told(found.span("place"), name, bool(found["says"]))


def _name_first(text: str, shop: Shop) -> Told | None:
    """As in “wang xiuying, yang liu cun”, and nothing else."""
    for end in _ends(text, 0):
        place = _FORM.match(text, len(text) - len(text[end:].lstrip(" ,.")))
        if place and place.end() == len(text) and _is_name(text[:end].lower(), shop):
            return Told(place.span("place"), (0, end), says_so=True)
    return None


def begins_with_goods(text: str, shop: Shop) -> bool:
    """Whether typed words are goods from their first sign on: jiang you, yan liang dai."""
    decoded = decode(normalise(text), shop).text
    return any(m.start == 0 and (m.item.skus or m.quantity is not None) for m in find_mentions(decoded, shop))


def _name_at(text: str, start: int, shop: Shop) -> tuple[int, int] | None:
    """A surname with one or two syllables behind, and nothing but an order beside."""
    for end in _ends(text, start):
        if _BEHIND.match(text, end) and _is_name(text[start:end].lower(), shop):
            return start, end
    return None


def _is_name(words: str, shop: Shop) -> bool:
    parts = _parts(words)
    if parts is None or parts[0] not in surnames_typed() or not _SHORTEST <= len(parts) <= _MOST:
        return False
    return words.split(maxsplit=1)[0] not in _NO_NAME and not begins_with_goods(words, shop)


def _ends(text: str, start: int) -> Iterator[int]:
    """Where a name of up to three words may end, longest last."""
    for word in list(_WORD.finditer(text, start))[:_MOST]:
        if text[start : word.start()].replace(" ", "").isalpha() or word.start() == start:
            yield word.end()


def _parts(words: str) -> list[str] | None:
    """The syllables of a name, the fewest that make up each word; None where it is no pinyin."""
    parts: list[str] = []
    for word in words.split():
        cut = _cut(word)
        if cut is None:
            return None
        parts += cut
    return parts or None


def _cut(word: str) -> list[str] | None:
    if not word:
        return []
    for length in range(min(LONGEST, len(word)), 0, -1):
        if word[:length] in syllables() and (rest := _cut(word[length:])) is not None:
            return [word[:length], *rest]
    return None


def spelled(name: str) -> str:
    """A name as it is kept: Wang Xiu Ying of wangxiuying."""
    return " ".join(part.capitalize() for part in _parts(name.lower()) or [name])


@cache
def surnames_typed() -> frozenset[str]:
    return frozenset(readings(sign)[0] for sign in read_yaml("lexicon/people.yaml")["surnames"])
