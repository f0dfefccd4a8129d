"""Places on a list said in words: the last one, the first two, some of each."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.dialogue.basket.amounts import Said, said_amount
from intents.understand import read_amount

_LEAD = r"\s*(?:那|就|我|要|来|拿|买|给我)*"
_OF = r"(?:个|种|款|样|的)?(?:的)?"
_LAST = re.compile(rf"{_LEAD}(?:最后|最末|末尾|最下面|最底下|倒数第一)(?:面)?(?:的)?(?:那|一)?{_OF}(?P<rest>.*)")
_FIRST = re.compile(rf"{_LEAD}(?:头|前)(?:面)?(?:的)?(?P<count>[两俩二三仨四2-4])(?:个|种|款|样|袋|瓶)(?P<rest>.*)")
_EACH = re.compile(rf"{_LEAD}(?:都|全)?(?:每|一)(?:样|种)(?P<rest>.+)")
_SMALL_WORDS = re.compile(r"各|都|每样|每种|来|要|拿|买|给我|再|吧|[,，。！! ]")


class Places(NamedTuple):
    """Which of the list, counted from 0, and how many of each; None where that was not said."""

    indices: tuple[int, ...]
    amount: Said | None


def places_in(text: str, length: int, most: int) -> Places | None:
    """The places that words name on a list of so many; None where they name none, or say more than that. Of each is
    taken only where there are no more than `most`."""
    if last := _LAST.fullmatch(text):
        return _counted((length - 1,), last["rest"])
    if first := _FIRST.fullmatch(text):
        count = int(read_amount(first["count"]) or 0)
        return _counted(tuple(range(count)), first["rest"]) if 1 < count <= length else None
    if (each := _EACH.fullmatch(text)) and length <= most:
        found = _counted(tuple(range(length)), each["rest"])
        return found if found and found.amount else None
    return None


def _counted(indices: tuple[int, ...], rest: str) -> Places | None:
    words = _SMALL_WORDS.sub("", rest)
    amount = said_amount(words) if words else None
    return None if words and amount is None else Places(indices, amount)
