"""Words of service written by ear, as phones and old people write them, put right: 取肖订单 is heard as 取消订单.

Goods are heard by their sound anyway; phrases are matched by their signs. What is a word of its own, or names goods of
the shop, is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from catalog.shop import Shop
from catalog.sound import near_sound, same_sound
from catalog.speech import common_words, small_words
from config.data import read_yaml
from intents.text.clauses import core_of, split
from intents.text.wording import Wording, wording_of

LONGEST = 200
"""Characters of a message that is looked at; longer ones say what they want in more than one way."""
_LONG_ENOUGH = 3
"""From so many signs on, sounds that villagers mix up are heard as one."""
_OFTEN = 300
"""A word counted so often in jieba's dictionary is meant where it is written, even across the border of another."""


_NUMBERS = frozenset("一二两三四五六七八九十半")


def respell(wording: Wording, shop: Shop) -> Wording:
    """The wording with its misheard service words put right; the same object where there are none."""
    text = wording.text
    if len(text) > LONGEST:
        return wording
    found = {start: word for start, word in _heard(text) if _may_stand(text, start, word, shop)}
    found |= {start: word for start, word in _heard_alone(text) if not _lacks(text, start, word, shop)}
    if not found:
        return wording
    signs = list(text)
    for start, word in sorted(found.items(), key=lambda one: len(one[1])):
        signs[start : start + len(word)] = word
    return wording_of(zip(signs, wording.starts, wording.ends, strict=True), wording.source)


def _heard(text: str) -> Iterator[tuple[int, str]]:
    """Service words that sound like what is written, and are written otherwise."""
    same, near = same_sound(text), near_sound(text)
    for size, (by_sound, by_near) in _by_size().items():
        for start in range(len(text) - size + 1):
            word = by_sound.get(same[start : start + size]) or by_near.get(near[start : start + size])
            if word and word != text[start : start + size]:
                yield start, word


def _heard_alone(text: str) -> Iterator[tuple[int, str]]:
    alone = _alone()
    for clause in split(text):
        core = core_of(clause.text)
        for words in (core, clause.bare):
            word = alone.get(same_sound(words))
            if word and word != words and words not in common_words():
                yield clause.start + clause.text.find(words), word


def _may_stand(text: str, start: int, word: str, shop: Shop) -> bool:
    """Whether what is written there means nothing itself: no word, no goods, nor part of a word that reaches in."""
    end = start + len(word)
    written = text[start:end]
    common = common_words()
    if _lacks(text, start, word, shop):
        return False
    if set(written) & _NUMBERS - set(word):
        return False  # 上五斤 is no 上午
    if common.get(written) or written in _service_words() or not all("一" <= sign <= "鿿" for sign in written):
        return False
    for first in range(max(0, start - 3), end):
        for last in range(max(first + 2, start + 1), min(len(text), end + 3) + 1):
            piece = text[first:last]
            reaches_in = first < start or last > end
            if (
                piece in shop.terms
                or small_words().get(piece) in ("trait", "idiom")
                or (reaches_in and (common.get(piece, 0) >= _OFTEN or piece in _service_words()))
            ):
                return False
    return True


def _lacks(text: str, start: int, word: str, shop: Shop) -> bool:
    """Whether goods of one sign are said to be used up: 没油了 is no 没有了."""
    return word[0] == text[start] == "没" and len(word) > 1 and word[1] != text[start + 1] in shop.terms


@cache
def _service_words() -> frozenset[str]:
    return frozenset(str(read_yaml("lexicon/service_words.yaml")["anywhere"]).split())


@cache
def _by_size() -> Mapping[int, tuple[Mapping[str, str], Mapping[str, str]]]:
    """By length: the words by their sound, and the longer ones by their sound with confusions forgotten."""
    words = sorted(_service_words())
    sizes = sorted({len(word) for word in words}, reverse=True)
    return {
        size: (
            {same_sound(word): word for word in words if len(word) == size},
            {near_sound(word): word for word in words if len(word) == size >= _LONG_ENOUGH},
        )
        for size in sizes
    }


@cache
def _alone() -> Mapping[str, str]:
    return {same_sound(word): word for word in str(read_yaml("lexicon/service_words.yaml")["alone"]).split()}
