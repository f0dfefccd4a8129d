"""Slips of tongue and pen: names with one syllable wrong, missing, too many, or two swapped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

from catalog.sound import near_sound
from catalog.speech import common_words
from catalog.terms import Term
from catalog.tokens import Token

_COMMON = 60
"""Words that jieba has seen more often than this are no slips."""
SHORTEST, _LONGEST = 3, 7
"""Characters; of less nothing certain is left, and nothing longer is one name."""


class Slips:
    """Names by what is left of their sound when one syllable is taken out."""

    def __init__(self) -> None:
        self._by_rest: dict[str, list[tuple[int, Term]]] = defaultdict(list)

    def add(self, heard: str, term: Term) -> None:
        """Learn a name that sounds so."""
        for place, rest in _shortened(heard):
            self._by_rest[rest].append((place, term))

    def of(self, word: str, heard: str, near: Mapping[str, list[Term]]) -> list[Term]:
        """Terms that differ by one syllable wrong, two swapped, or, when long, one too many or too few."""
        found: dict[str, Term] = {}
        for place, rest in _shortened(heard):
            found |= {t.word: t for other, t in self._by_rest.get(rest, ()) if abs(other - place) <= 1}
            if len(rest) > SHORTEST and rest in near:
                found |= {term.word: term for term in near[rest]}
        found |= {t.word: t for _, t in self._by_rest.get(heard, ()) if len(t.word) > SHORTEST}
        return [term for term in found.values() if _is_slip(word, heard, term.word)]


def _shortened(sounds: str) -> list[tuple[int, str]]:
    return [(i, sounds[:i] + sounds[i + 1 :]) for i in range(len(sounds))]


def _is_slip(word: str, heard: str, meant: str) -> bool:
    """Whether one slip, and mostly the same characters, lie between what was written and what was meant."""
    if near_sound(word[-1]) not in near_sound(meant):
        return False  # the last character says what a thing is: 蟑螂屋 is no slip for 蟑螂药
    if len(word) == SHORTEST and any(_is_word(part, meant) for part in (word[:-1], word[1:])):
        return False  # 语文本 is no slip for 作文本
    same = sum(min(word.count(c), meant.count(c)) for c in set(word))
    if same * 3 < 2 * min(len(word), len(meant)) - 1:
        return False
    sounds = near_sound(meant)
    if len(heard) != len(sounds):
        return OSA.distance(heard, sounds) <= 1 and same >= min(len(word), len(meant)) - 1
    return OSA.distance(heard, sounds) <= 1 and same >= min(len(word) - 1, 2)


def _is_word(part: str, meant: str) -> bool:
    """Whether a part of what was said is a word of its own that has another sound than that part of what was meant."""
    return common_words().get(part, 0) > _COMMON and near_sound(part) not in near_sound(meant)


def doubtful(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Pieces of three to seven Hanzi that touch something not understood."""
    unsure = [False] * len(text)
    for token in tokens:
        if token.kind in ("unknown", "ordinary"):
            unsure[token.start : token.end] = [True] * (token.end - token.start)
    for start in range(len(text)):
        for end in range(start + SHORTEST, min(start + _LONGEST, len(text)) + 1):
            if text[end - 1] < "一" or (end == start + SHORTEST and not all(c >= "一" for c in text[start:end])):
                break
            if any(unsure[start:end]):
                yield start, end
