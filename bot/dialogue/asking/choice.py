"""Which of the offered goods an answer picks: by number (“2”, “1和3”, “第二个来三瓶”) or by words (“32的”, “便宜的来两袋”)."""

from __future__ import annotations

import re

import msgspec

from bot.dialogue.amounts import Said, closing_amount, said_amount
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from intents.understand import read_choice

_SEVERAL = re.compile(r"\s*(\d{1,2})(?:\s*[,，、和跟 ]\s*(\d{1,2}))+\s*", re.ASCII)
_WITH_AMOUNT = re.compile(r"\s*(第?\s*[一二三四五六七八九十两\d]{1,3}\s*[个号种])[，,、\s]*(\S.*)")
_BARE = re.compile(r"[\d\s,，、.。)）和跟]+", re.ASCII)


class Picked(msgspec.Struct, frozen=True, kw_only=True):
    groups: tuple[tuple[str, ...], ...] = ()
    """One group for each number, in the order said; words make one group of all that fit. () where nothing was picked."""
    amount: Said | None = None
    """How many, where that was said in the same breath."""


def pick(ex: Exchange, heard: Heard, skus: tuple[str, ...]) -> Picked:
    """What of the offered articles an answer picks. Words come before a number that has a word of its own: 5号 may be a
    battery's size, but 5 and 第五个 are places on the list."""
    numbers, amount, sure = _numbers(heard)
    if numbers and not all(1 <= n <= len(skus) for n in numbers):
        numbers = ()
    if not (numbers and sure) and (described := _described(ex, heard, skus)):
        return described
    return Picked(groups=tuple((skus[n - 1],) for n in dict.fromkeys(numbers)), amount=amount)


def _numbers(heard: Heard) -> tuple[tuple[int, ...], Said | None, bool]:
    """Numbers said, the amount beside them, and whether they can only be places on the list."""
    ordinal = _BARE.fullmatch(heard.text) is not None or said_in("ordinals", heard.text)
    if heard.digit is not None:
        return (heard.digit,), None, ordinal
    if _SEVERAL.fullmatch(heard.text):
        return tuple(int(digits) for digits in re.findall(r"\d+", heard.text)), None, True
    found = _WITH_AMOUNT.fullmatch(heard.text)
    number = read_choice(found[1]) if found else None
    amount = said_amount(found[2]) if found and number else None
    return ((number,), amount, ordinal) if number and amount else ((), None, False)


def _described(ex: Exchange, heard: Heard, skus: tuple[str, ...]) -> Picked | None:
    """Words that tell some of the articles from the others; the unit of an amount said with them tells too."""
    words = heard.description
    if not words:
        return None
    said = closing_amount(words)
    unit = said.unit if said else ""
    sold_so = tuple(s for s in skus if unit and (p := ex.facts.shop.product(s)) and p.unit == unit) or skus
    fitting = tuple(ex.facts.shop.narrow(words, sold_so))
    if not fitting and said and len(sold_so) < len(skus):
        fitting = sold_so
    only_digits = _BARE.fullmatch(words) is not None
    return Picked(groups=(fitting,), amount=said) if fitting and not (only_digits and fitting == skus) else None
