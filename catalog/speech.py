"""Small words around goods: they name none, but say which, how large and what not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import jieba

from config.data import read_yaml

_DICTIONARY = Path(jieba.__file__).parent / "dict.txt"
"""A row: a word, how often it was seen, its part of speech."""

SmallKind = Literal[
    "brand", "filler", "describing", "of", "each", "cheap", "dear", "small", "big", "biggest", "joiner", "negation", "pack", "fix", "trait",
    "idiom",
]  # fmt: skip  # a table, a row a line
_KINDS: tuple[SmallKind, ...] = (
    "brand", "filler", "describing", "of", "each", "cheap", "dear", "small", "big", "biggest", "joiner", "negation", "pack", "fix", "idiom",
)  # fmt: skip  # a table, a row a line


@cache
def small_words() -> dict[str, SmallKind]:
    """Every small word and what it does; one that does several things does the last of `_KINDS`."""
    speech = read_yaml("lexicon/speech.yaml")
    words: dict[str, SmallKind] = {word: kind for kind in _KINDS for word in str(speech[kind]).split()}
    return words | dict.fromkeys(read_traits(), "trait")


@cache
def handling() -> frozenset[str]:
    """Verbs of one character for what is done with goods; they end a name where an amount follows."""
    return frozenset(str(read_yaml("lexicon/speech.yaml")["handling"]).split())


@cache
def read_traits() -> dict[str, tuple[str, ...]]:
    """Words for whom or how, and what names say of it: 老公 asks for what is marked 男."""
    traits = read_yaml("lexicon/speech.yaml")["traits"]
    return {word: tuple(marks.split()) for words, marks in traits.items() for word in words.split()}


@cache
def common_words() -> Mapping[str, int]:
    """The dictionary of jieba with its counts."""
    words: Mapping[str, int] = _cutter().FREQ
    return words


def cut(text: str) -> list[str]:
    """Cut a text into words, also those that no dictionary has: 鸡油 of 风味鸡油辣椒."""
    return list(_cutter().cut(text, HMM=True))


@cache
def _cutter() -> jieba.Tokenizer:
    """Read the dictionary of jieba once.

    Straight from its file: `initialize` would trust a marshalled copy at a well-known path of the shared temp directory.
    """
    cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total = _counts()
    cutter.initialized = True
    return cutter


def _counts() -> tuple[dict[str, int], int]:
    """How often each word was seen, with 0 for what a word begins with, and the sum: as jieba's own `gen_pfdict`, which takes
    twice as long of every start."""
    fields = _DICTIONARY.read_text(encoding="utf-8").split()
    words, counts = fields[::3], [int(count) for count in fields[1::3]]
    seen = dict(zip(words, counts, strict=True))
    for word in words:
        for end in range(len(word) - 1, 0, -1):
            if word[:end] in seen:
                break
            seen[word[:end]] = 0
    return seen, sum(counts)


_SEEN = 60
"""Nouns seen less often are as good as unknown."""


@cache
def noun_words() -> frozenset[str]:
    """The nouns of jieba's dictionary that are no names of people or places."""
    with _DICTIONARY.open(encoding="utf-8") as file:
        rows = (line.split() for line in file)
        return frozenset(word for word, count, tag in rows if tag in ("n", "nz") and int(count) > _SEEN)
