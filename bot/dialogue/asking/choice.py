"""Numbers among offered things: “2”, “1和3”, “第二个来三瓶”."""

from __future__ import annotations

import re

import msgspec

from bot.dialogue.amounts import Said, said_amount
from bot.dialogue.heard import Heard
from intents.understand import read_choice

_SEVERAL = re.compile(r"\s*(\d{1,2})(?:\s*[,，、和跟 ]\s*(\d{1,2}))+\s*", re.ASCII)
_WITH_AMOUNT = re.compile(r"\s*(第?\s*[一二三四五六七八九十两\d]{1,3}\s*[个号种])[，,、\s]*(\S.*)")


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    numbers: tuple[int, ...] = ()
    """From 1, in the order said; all among what was offered. () where no number was said, or one too high."""
    amount: Said | None = None


def choice(heard: Heard, offered: int) -> Chosen:
    """Which of so many offered things the message picks by number."""
    amount = None
    if heard.digit is not None:
        numbers = [heard.digit]
    elif _SEVERAL.fullmatch(heard.text):
        numbers = [int(digits) for digits in re.findall(r"\d+", heard.text)]
    elif (found := _WITH_AMOUNT.fullmatch(heard.text)) and (n := read_choice(found[1])):
        amount = said_amount(found[2])
        numbers = [n] if amount else []
    else:
        numbers = []
    fitting = all(1 <= n <= offered for n in numbers)
    return Chosen(numbers=tuple(dict.fromkeys(numbers)) if fitting else (), amount=amount)
