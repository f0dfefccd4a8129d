"""The words that typed pinyin can stand for, each with what it costs to read it so: cheap words are likely ones."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jieba
import msgspec

from catalog.shop import Shop
from config.data import HERE, read_yaml
from intents.typed.syllables import near_typed, spellings

_DATA = read_yaml("lexicon/pinyin.yaml")
_HANZI = re.compile(r"[一-鿿]+")
SHOPS = 2
"""What is worked out for a shop is kept for this many: after an import the old one goes."""
_ALL_JIEBA, _RARE = 6e7, 200
# Costs are about the negative logarithms of probabilities; the steps between them were set by reading real mistakes.
SHOP, GOODS, COUNTED, CORE, PHRASE, ONE_GOODS = 5.5, 6.5, 4.5, 4.5, 6.5, 6.5
OTHER_READING, GENERAL, UNKNOWN = 1.5, 2.5, 14.0
SPOKEN_OF = 1.0
"""What it costs more to name goods of one character with what is said of them (酒有吗, 买酒): alone they sound like much else."""
AFTER_NUMBER, CARRIED, NO_WORD = 1.5, 1.0, 2.5


class Word(msgspec.Struct, frozen=True):
    hanzi: str
    spelled: tuple[str, ...]
    cost: float
    near: bool
    """Whether it may be meant where the letters only sound like it."""


class Node:
    """A step in the tree of words: their folded syllables lead from the root to them."""

    __slots__ = ("next", "words")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.words: list[Word] = []

    def add(self, hanzi: str, cost: float, *, near_too: bool) -> None:
        for rank, spelled in enumerate(spellings(hanzi)):
            node = self
            for one in spelled:
                folded = near_typed(one)
                node = node.next.get(folded) or node.next.setdefault(folded, Node())
            node.words.append(Word(hanzi, spelled, cost + OTHER_READING * (rank > 0), near_too))


@lru_cache(maxsize=SHOPS)
def tree_of(shop: Shop) -> Node:
    """All words for a shop: its own, those of the lexicons, numbers with units, and common words of the language."""
    costs: dict[str, tuple[float, bool]] = {}
    for word, cost, near_too in (*_general(), *_lexicon(), *_counted(), *_core(), *_of_shop(shop)):
        if word not in costs or cost < costs[word][0]:
            costs[word] = (cost, near_too)
    root = Node()
    for word, (cost, near_too) in costs.items():
        root.add(word, cost, near_too=near_too)
    return root


Entry = tuple[str, float, bool]


@cache
def _general() -> tuple[Entry, ...]:
    """Common words of jieba's dictionary."""
    entries = []
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, count, _ = line.split(" ", 2)
            if int(count) >= _RARE and len(word) <= 4 and _HANZI.fullmatch(word):  # noqa: PLR2004  longer are names
                entries.append((word, math.log(_ALL_JIEBA / int(count)) + GENERAL, False))
    return tuple(entries)


@cache
def _lexicon() -> tuple[Entry, ...]:
    """The words of our own lexicons: goods cheaper than phrases."""
    entries: list[Entry] = []
    for path in sorted((HERE / "lexicon").rglob("*.yaml")):
        goods = path.parent.name == "goods"
        if path.stem in ("pinyin", "emoji", "normalise", "labels"):
            continue
        for word in _hanzi_of(read_yaml(str(path.relative_to(HERE)))):
            if 2 <= len(word) <= 6:  # noqa: PLR2004  single characters are the core's; longer runs are sentences
                entries.append((word, GOODS if goods else PHRASE, True))  # noqa: PERF401  clearer than one nested line
    return tuple(entries)


def _hanzi_of(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _hanzi_of(key)
            yield from _hanzi_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from _hanzi_of(value)
    elif isinstance(data, str):
        yield from _HANZI.findall(data)


@cache
def _counted() -> tuple[Entry, ...]:
    """两袋, 五十, 十二, 二十八: numbers, and small numbers with their units."""
    digits, units = _DATA["numbers"].split(), _DATA["after_number"].split()
    entries = [(digit + unit, COUNTED + 0.05 * place, False) for digit in digits for place, unit in enumerate(units)]
    ten_to_99 = [
        f"{ten}十{one}" for ten in ("", *"二三四五六七八九") for one in ("", *"一二三四五六七八九") if ten + one
    ]
    prices = [f"{coins}块{more}" for coins in "一两三四五六七八九" for more in "一二三四五六七八九"]
    hundreds = [f"{one}{many}" for many in "百千" for one in "一二两三四五六七八九"]
    harvests = [
        f"{number}{unit}"
        for number in (*hundreds, *(f"{one}万" for one in "一两三四五"))
        for unit in ("斤", "公斤", "只", "个")
    ]
    days = [f"初{one}" for one in "一二三四五六七八九十"]
    days += [f"{day}号" for day in ten_to_99 if day[0] in "十二" or day in ("三十", "三十一")]
    tens = [f"{ten}十" for ten in ("", *"二两三四五六七八九")]
    entries += [(ten + unit, COUNTED + 0.05 * place, False) for ten in tens for place, unit in enumerate(units)]
    entries += [(f"{digit}{goods}", COUNTED - 0.5, False) for digit in digits for goods in _DATA["measured"].split()]
    entries += [(number, COUNTED, False) for number in (*harvests, *ten_to_99, *hundreds, *days, *prices)]
    return tuple(entries)


@cache
def _core() -> tuple[Entry, ...]:
    core = [(one, CORE + 0.01 * place, False) for place, one in enumerate(_DATA["core"].split())]
    core += [(word, PHRASE - 1 + 0.001 * place, True) for place, word in enumerate(_DATA["words"].split())]
    core += [(word, COUNTED + 1, False) for word in _DATA["measured"].split()]
    goods = _DATA["goods"].split()
    core += [
        (said.replace("…", one), ONE_GOODS + SPOKEN_OF, False) for one in goods for said in _DATA["of_goods"].split()
    ]
    return tuple(core + [(one, ONE_GOODS, False) for one in goods])


def _of_shop(shop: Shop) -> Iterator[Entry]:
    """Brands, aliases, kinds, and the words in the names of the goods."""
    known = {word for word, _, _ in (*_general(), *_lexicon())}
    for product in shop.products:
        for text in (product.brand, *product.aliases, *product.category.split("/")):
            yield from ((run, SHOP, True) for run in _HANZI.findall(text) if len(run) > 1)
        for run in _HANZI.findall(product.name.removeprefix(product.brand)):
            yield from ((one, ONE_GOODS - CARRIED, False) for one in _DATA["goods"].split() if run.endswith(one))
            yield from _pieces(run, known)


def _pieces(name: str, known: set[str]) -> Iterator[Entry]:
    """The words in a name (红薯, 粉条), and dearer, whatever else its characters may say (红薯粉)."""
    for length in (2, 3, 4):
        for start in range(len(name) - length + 1):
            piece = name[start : start + length]
            yield (piece, SHOP, True) if piece in known else (piece, SHOP + NO_WORD, True)
