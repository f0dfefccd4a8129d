"""Numbers as villagers write them: 俩, 廿五, 一百五, 两万三, 百来, 三十几, 1.2万, ２０."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from config.data import read_yaml
from intents.values.units import unit_at

_DATA = read_yaml("lexicon/numbers.yaml")
_DIGITS: dict[str, int] = _DATA["digits"]
_MULTIPLIERS: dict[str, int] = _DATA["multipliers"]
_FUSED: dict[str, int] = _DATA["fused"]
_TENS: dict[str, int] = _DATA["tens"]
_ABOUT = frozenset(_DATA["about"])
_ORDINAL = ("第", "初", "周", "星期", "礼拜", "老", "拜")
_BAI, _WAN = 100, 10000
LONGEST = 12
"""Digits beyond this are a code, not an amount: they are skipped, never computed."""

_HAN = "".join((*_DIGITS, *_MULTIPLIERS, *_TENS))
_CANDIDATE = re.compile(
    rf"(?P<word>{'|'.join(sorted(map(re.escape, _DATA['not_numbers']), key=len, reverse=True))})"
    r"|(?P<figures>\d++(?:,\d{3})*+(?:\.\d++)?+)(?P<scale>(?:[十百万亿]|千(?![克瓦])){0,2})"
    rf"|(?P<fused>[{''.join(_FUSED)}])|(?P<half>半)|(?P<han>[{_HAN}]++)(?:点(?P<decimal>[零一二三四五六七八九]++)(?![十百分刻]))?"
)


class Number(msgspec.Struct, frozen=True):
    """A number in a text: `text[start:end]` says it. `about` marks 来, 多, 几; `ordinal` marks 第三, 初三, 周三."""

    start: int
    end: int
    value: Decimal
    about: bool = False
    ordinal: bool = False


def read_numbers(text: str) -> tuple[Number, ...]:
    """All numbers of a text, left to right, without overlap. Harmless at any length."""
    found = []
    position = 0
    while match := _CANDIDATE.search(text, position):
        number = _number(text, match)
        if number:
            found.append(number)
        position = number.end if number else max(match.end(), position + 1)
        position += number is not None and text.startswith("两", position)
    return tuple(found)


def read_number(text: str) -> Decimal | None:
    """The number that the whole text is, or None."""
    words = text.strip()
    numbers = read_numbers(words)
    if len(numbers) == 1 and (numbers[0].start, numbers[0].end) == (0, len(words)):
        return numbers[0].value
    return None


def _number(text: str, match: re.Match[str]) -> Number | None:
    start, end = match.span()
    value: Decimal | None
    if match["word"]:
        return None
    if match["figures"]:
        value = _figures(match["figures"], match["scale"])
    elif match["fused"]:
        value = Decimal(_FUSED[match["fused"]])
    elif match["half"]:
        value = Decimal("0.5")
    else:
        value, end = _han(text, match)
    if value is None:
        return None
    about = _says_about(text, end)
    return Number(start, end + about, value, bool(about), text[:start].endswith(_ORDINAL))


def _figures(figures: str, scale: str) -> Decimal | None:
    plain = figures.replace(",", "")
    if len(plain) > LONGEST:
        return None
    value = Decimal(plain)
    for character in scale:
        value *= _MULTIPLIERS[character]
    return value


def _han(text: str, match: re.Match[str]) -> tuple[Decimal | None, int]:
    """The value of a run of Chinese numerals and where it ends: before the 两 of 八两 and the 千 of 三千克, which are weights."""
    following = text[match.end("han") : match.end("han") + 1]
    run = _cut_liang(match["han"], following)
    if len(run) > 1 and run[-1] == "千" and following in ("克", "瓦"):
        run = run[:-1]
    end = match.start("han") + len(run)
    if len(run) > LONGEST:
        return None, end
    if match["decimal"] and end == match.end("han") and len(match["decimal"]) <= LONGEST:
        whole = _whole(run, text[end : end + 1])
        digits = "".join(str(_DIGITS[character]) for character in match["decimal"])
        return (None if whole is None else Decimal(f"{whole}.{digits}")), match.end()
    whole = _whole(run, text[end : end + 1])
    return (None if whole is None else Decimal(whole)), end


def _cut_liang(run: str, following: str) -> str:
    for place in range(1, len(run)):
        after = run[place + 1 : place + 2] or following
        if run[place] == "两" and after not in _MULTIPLIERS:
            return run[:place]
    return run


def _whole(run: str, following: str) -> int | None:
    if all(character in _DIGITS for character in run):
        return _plain_digits(run)
    if len(run) == 1 and run in "百千万亿佰仟" and not (following and following in _ABOUT):
        return None
    return _composed(run)


def _plain_digits(run: str) -> int:
    """五 is 5, 二零二六 is 2026, and 三四 (some three or four) is 3."""
    first, *others = (_DIGITS[character] for character in run)
    if len(others) == 1 and 0 < first < others[0]:
        return first
    return int("".join(map(str, (first, *others))))


def _composed(run: str) -> int:
    """一百零五 105, 一百五 150, 两万三 23000, 廿五 25, 二三十 20."""
    total = section = digit = 0
    last_multiplier, zero = 1, False
    for character in run:
        if character in _DIGITS:
            zero = zero or _DIGITS[character] == 0
            digit = digit or _DIGITS[character]
        elif character in _TENS:
            section += _TENS[character]
        elif (multiplier := _MULTIPLIERS[character]) >= _WAN:
            total = (total + section + digit or 1) * multiplier
            section, digit, last_multiplier, zero = 0, 0, multiplier, False
        else:
            section += (digit or 1) * multiplier
            digit, last_multiplier, zero = 0, multiplier, False
    if digit and last_multiplier >= _BAI and not zero:
        digit *= last_multiplier // 10
    return total + section + digit


def _says_about(text: str, end: int) -> int:
    """How many characters of 来, 多, 几, 把 belong to the number before `end`: 百来斤 has one, 十来一袋 none."""
    about = text[end : end + 1]
    round_number = text[end - 1 : end] in _MULTIPLIERS or text[end - 1 : end].isdigit() or text[end - 1 : end] in _TENS
    if not about or about not in _ABOUT or not round_number or text[end - 1] in _DIGITS:
        return 0
    if about in "几多" and not text[end - 1].isascii():
        return 1
    return 1 if unit_at(text, end + 1) or text[end + 1 : end + 2] in ("块", "元") else 0
