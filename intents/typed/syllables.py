"""Mandarin syllables: which there are, and which a character can be read as."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import product
from unicodedata import category, normalize

from catalog.readings import READINGS
from catalog.sound import near, syllable
from config.data import read_yaml

_DATA = read_yaml("lexicon/pinyin.yaml")
_POLYPHONES = frozenset(_DATA["polyphones"].split())
_CHOSEN: dict[str, str] = _DATA["readings"]
_MOST_READINGS = 4
_AFTER_F = frozenset(("an", "en", "ei", "ou", "u", "o"))
LONGEST = 6
"""Letters of the longest syllable, zhuang."""


@cache
def syllables() -> frozenset[str]:
    """All syllables that a common Hanzi has, as typed without tones: lv for 绿, lu too."""
    common = {syllable(chr(code)) for code in range(0x4E00, 0x9FA6) if code in READINGS}
    typed = frozenset(one for one in common if one.isascii() and one.isalpha() and len(one) <= LONGEST)
    return (typed | _WITH_V) - _NOT_TYPED


_WITH_V = frozenset(("lv", "nv", "lve", "nve"))
_NOT_TYPED = frozenset(("m", "n", "ng", "hm", "hng", "kei", "eng", "fiao", "cei", "dia", "eh", "yo", "lo"))


@lru_cache(maxsize=20_000)
def readings(character: str) -> tuple[str, ...]:
    """The syllables of a Hanzi, the likeliest first; more than one only where common words need it."""
    first = _CHOSEN.get(character) or syllable(character)
    if character not in _POLYPHONES:
        return (first,) if first else ()
    other = (_plain(reading) for reading in READINGS.get(ord(character), "").split(",")[:3])
    return tuple(dict.fromkeys(one for one in (first, *other) if one))


def _plain(reading: str) -> str:
    letters = normalize("NFD", reading.replace("ü", "v").replace("ǚ", "v").replace("ǜ", "v"))
    return "".join(letter for letter in letters if category(letter) != "Mn")


def spellings(word: str) -> list[tuple[str, ...]]:
    """The ways to read a word, syllable by syllable, a few at most; [] where a character has no sound."""
    choices = [readings(character) for character in word]
    if not all(choices):
        return []
    if sum(len(choice) > 1 for choice in choices) > 2:  # noqa: PLR2004  more would multiply
        choices = [choice[:1] for choice in choices]
    return list(product(*choices))[:_MOST_READINGS]


@cache
def near_typed(spoken: str) -> str:
    """As `catalog.sound.near`, and h is f wherever f can stand: who says 洗衣hen types it too."""
    folded = near(spoken)
    return "f" + folded[1:] if folded[:1] == "h" and folded[1:] in _AFTER_F else folded
