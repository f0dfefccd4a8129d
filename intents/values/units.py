"""Unit words: what they are (a pack, a weight, pieces) and how they convert."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, cast, get_args

import msgspec

from config.data import read_yaml

Kind = Literal["container", "count", "group", "weight", "volume", "length", "vague"]


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit word. `name` is the standard word for it (听 → 罐), `factor` how much one is: jin for weights, litres for
    volumes, metres for lengths, pieces for groups (打 12), else 1."""

    word: str
    name: str
    kind: Kind
    factor: Decimal = Decimal(1)


def _read_units() -> dict[str, Unit]:
    data = read_yaml("lexicon/units.yaml")
    factors = {name: Decimal(str(factor)) for name, factor in data["factors"].items()}
    return {
        word: Unit(word=word, name=name, kind=cast("Kind", kind), factor=factors.get(name, Decimal(1)))
        for kind in get_args(Kind)
        for name, others in data[kind].items()
        for word in (name, *others)
    }


UNITS: Mapping[str, Unit] = _read_units()


_NO_GOODS = {"个": re.compile(r"人|月(?!饼)|礼拜|星期|小时|钟头|孩子|娃(?!娃)|学生"), "口": re.compile("人")}
"""What these words count and nobody orders."""


def counts_no_goods(word: str, text: str, end: int) -> bool:
    """Tell whether people or months are counted by the unit that ends at `end`: 四五个人, 八个月."""
    return word in _NO_GOODS and bool(_NO_GOODS[word].match(text, end))


def _by_first_character() -> dict[str, list[str]]:
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in sorted(UNITS, key=len, reverse=True):
        by_first[word[0]].append(word)
    return dict(by_first)


_BY_FIRST = _by_first_character()


def find_unit(word: str) -> Unit | None:
    """The unit this whole word is, whatever its case, or None."""
    return UNITS.get(word) or UNITS.get(word.lower())


def unit_at(text: str, position: int) -> Unit | None:
    """The longest unit word that starts at `position`, or None. Latin units end where the letters end: not the g of
    `good`."""
    rest = text[position : position + 4].lower()
    for word in _BY_FIRST.get(rest[:1], ()):
        if rest.startswith(word) and not (word.isascii() and rest[len(word) : len(word) + 1].isascii()
                                          and rest[len(word) : len(word) + 1].isalpha()):  # fmt: skip  # what belongs together on one line
            return UNITS[word]
    return None


def in_jin(amount: Decimal, unit: Unit) -> Decimal | None:
    """The weight in 斤; None where the unit is no weight."""
    return amount * unit.factor if unit.kind == "weight" else None


def same_pack(one: str, other: str) -> bool:
    """Whether two words name the same pack for a shopkeeper: 袋 and 包 are interchangeable, 听 is a 罐."""
    return _pack(one) == _pack(other)


def _pack(word: str) -> str:
    unit = find_unit(word)
    name = unit.name if unit else word
    return "袋" if name == "包" else name
