"""Amounts in names and in speech: 500ml, 五升, 二十斤装, 42码, 1.5匹, 一米八. What has a size can be told apart by it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from config.data import read_yaml

_DATA = read_yaml("lexicon/measures.yaml")
_DIGITS: dict[str, int] = _DATA["digits"]
_TENS = {"十": 10, "百": 100, "千": 1000}
_WAN = 10_000
_LONGEST = 9  # more figures than this are a code, not an amount
_HAN = "零〇一二三四五六七八九十百千万廿卅"
_FIRST = "两俩仨" + _HAN  # 八两 is a weight: these say a number only where it begins

DIMENSIONS: dict[str, tuple[str, Decimal]] = {
    word: (dimension, Decimal(str(factor)))
    for dimension, units in _DATA["units"].items()
    for words, factor in units.items()
    for word in words.split()
}
"""Unit word → what it measures and how many basic units one is: 公斤 → (weight, 2)."""

_UNIT = "|".join(sorted(map(re.escape, DIMENSIONS), key=len, reverse=True))
_ONE_OF = re.compile(
    rf"(?<=[{_DATA['one_after']}])(?!{_DATA['never_one']})(?P<grade>[大小])?(?P<unit>{'|'.join(_DATA['one_of'])})(?=[^\W\d_])"
)
"""A pack right behind a verb is one of them: 来瓶醋."""
_HALF = Decimal("0.5")
_ROUND = frozenset("百千万")  # alone they are parts of other words: 百事, 千斤顶
_LETTERS = {"s": 1, "m": 2, "l": 3, "xl": 4, "xxl": 5, "2xl": 5, "xxxl": 6, "3xl": 6, "4xl": 7}
_LETTER = re.compile(rf"(?<![a-z0-9])({'|'.join(sorted(_LETTERS, key=len, reverse=True))})[码号马]?(?![a-z])")
_AMOUNT = re.compile(
    rf"""
    (?! (?<=[大小])一[号码] )                                   # 大一号 compares
    (?:
        (?P<figures> (?<!\d)\d{{1,{_LONGEST}}}(?!\d)(?:\.\d{{1,3}})? ) (?P<wan>万?)
      | (?P<han> [{_FIRST}][{_HAN}]{{0,{_LONGEST}}}(?:点[零一二三四五六七八九]{{1,3}})? | 半 )
    )
    (?P<about> [来多几](?={_UNIT}) )?                          # 十来斤
    (?: (?P<grade>[大小]) (?={_UNIT}) )?                       # 两大瓶
    (?P<unit> (?!两(?:{_UNIT})) (?:{_UNIT}) )?                 # of 二两瓶 the 两 is no unit
    (?P<half> (?<=[斤尺米升箱匹寸两])半(?!斤|公斤|升|天|年|个) )?  # 三斤半
    (?P<tail> (?<=米)[1-9一二三四五六七八九](?![十百\d]|{_UNIT}) )?  # 一米五
    """,
    re.VERBOSE,
)


LETTER = "letter"
"""The unit of sizes in letters: M, L, XL."""
SHOE = "shoe"
"""What sizes of shoes are measured in: 42码."""


class Amount(NamedTuple):
    """`text[start:end]` says `value` of `unit` ('' where bare). `figures_end` is where the number itself ends."""

    start: int
    end: int
    value: Decimal
    unit: str
    number_end: int
    grade: str = ""
    """大 or 小 between number and unit: 一小瓶."""
    about: bool = False
    """六十多寸 is more than 60."""

    @property
    def measure(self) -> tuple[str, Decimal]:
        """What is measured, in basic units: 500ml and 半升 are the same; ('', value) where the amount is bare."""
        dimension, factor = DIMENSIONS.get(self.unit, (self.unit, Decimal(1)))
        return dimension, (self.value * factor).normalize()


def read_amounts(text: str) -> list[Amount]:
    """Read all amounts of a folded text, left to right."""
    amounts = [amount for match in _AMOUNT.finditer(text) if (amount := _amount(match))]
    letters = [
        Amount(match.start(), match.end(), Decimal(_LETTERS[match[1]]), LETTER, match.end())
        for match in _LETTER.finditer(text)
    ]
    single = [
        Amount(match.start(), match.end(), Decimal(1), match["unit"], match.start(), match["grade"] or "")
        for match in _ONE_OF.finditer(text)
    ]
    return sorted((*amounts, *letters, *single)) if letters or single else amounts


def _amount(match: re.Match[str]) -> Amount | None:
    if match["han"] in _ROUND and not match["about"]:
        return None
    value = _figures(match) if match["figures"] else _some(match["han"], match["unit"]) or han_value(match["han"])
    if value is None:
        return None
    if match["half"]:
        value += _HALF
    if match["tail"]:
        value += (han_value(match["tail"]) or Decimal(match["tail"])) / 10
    number_end = match.end("han") if match["han"] else match.end("wan")
    return Amount(
        match.start(), match.end(), value, match["unit"] or "", number_end, match["grade"] or "", match["about"] == "多"
    )


def _some(word: str, unit: str | None) -> Decimal | None:
    """三四袋 and 三五斤 are some three, never 34; without a unit 三四 may be a model. None for what is no such pair."""
    if not unit or len(word) != len("三四") or not all(character in _DIGITS for character in word):
        return None
    first, second = (_DIGITS[character] for character in word)
    return Decimal(first) if first and (second == first + 1 or word == "三五") else None


def _figures(match: re.Match[str]) -> Decimal:
    return Decimal(match["figures"]) * (_WAN if match["wan"] else 1)


def han_value(word: str) -> Decimal | None:
    """The value of plain Chinese numerals: 十五 15, 一百二 120, 三二 (a model) 32; None for what is none."""
    whole, _, decimals = word.partition("点")
    if word == "半":
        return _HALF
    whole = whole.replace("廿", "二十").replace("卅", "三十")
    if whole.isdigit() and whole.isascii():
        return Decimal(whole)
    if whole and all(c in _DIGITS for c in whole):
        value = int("".join(str(_DIGITS[c]) for c in whole))
    else:
        value = _composed(whole)
    digits = "".join(str(_DIGITS[c]) for c in decimals)
    return Decimal(f"{value}.{digits}" if digits else value)


def _composed(word: str) -> int:
    total = section = digit = 0
    scale = 10
    for character in word:
        if character in _DIGITS:
            digit = _DIGITS[character]
            scale = 1 if digit == 0 else scale
        elif character == "万":
            total, section, digit, scale = (section + digit or 1) * _WAN, 0, 0, 1000
        else:
            section += (digit or 1) * _TENS[character]
            digit, scale = 0, max(1, _TENS[character] // 10)
    return total + section + digit * (scale if scale > 1 and total + section else 1)
