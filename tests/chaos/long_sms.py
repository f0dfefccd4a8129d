"""An SMS of more than 70 characters: phones send it in parts of 67, and not every platform joins them again.

Kannel joins what comes within its time and passes on a part that is left over by itself. Parts arrive in any order.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from enum import Enum

from bot.channels.sms import PART, split, units

BEFORE = ("麻烦记一下，我要", "孩子们回来了，这回要的多，您记着：", "我要的东西有点多，分开说怕漏了，一起发了：")
AFTER = ("。就这些", "。麻烦了", "。先这样")
BETWEEN = ("，", "、", "，还有", "，再来")


class Split(Enum):
    """How a long message reaches the bot."""

    JOINED = "joined"
    IN_PARTS = "in parts"
    IN_PARTS_SWAPPED = "in parts, the last one first"


def at_length(goods: Sequence[str], dice: random.Random) -> str:
    """All of the goods in one message, too long for one SMS."""
    text = dice.choice(BEFORE) + dice.choice(BETWEEN).join(goods) + dice.choice(AFTER)
    while units(text) <= PART:
        text = f"今天要的东西，{text}"
    return text


def parts_of(text: str, how: Split) -> list[str]:
    """The messages that arrive, in their order."""
    if how is Split.JOINED:
        return [text]
    parts = split(text)
    return parts[::-1] if how is Split.IN_PARTS_SWAPPED else parts


def is_torn(goods: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether the words of some goods stand in no one part."""
    return not all(any(words in part for part in parts) for words in goods)
