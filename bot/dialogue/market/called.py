"""What goods are called in passing: 蜂蜜 of 土蜂蜜, 鸡蛋 of 土鸡蛋."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from catalog.sound import syllable

_One = TypeVar("_One")
_SHORTEST = 2
"""Signs; fewer tell nothing apart."""


def spoken(goods: str, text: str) -> str:
    """As much of the name as the text says: the whole or its end; '' where it is not named."""
    tails = (goods[start:] for start in range(max(len(goods) - _SHORTEST + 1, 1)))
    return next((tail for tail in tails if tail in text), "")


def in_signs(text: str, goods: Sequence[str]) -> str:
    """The text with goods that stand in it as letters, qi cheng, in the signs of their name: no shop need carry them."""
    for name in goods:
        syllables = [syllable(sign) for sign in name]
        if all(syllables):
            text = re.sub(rf"(?<![a-z]){' ?'.join(syllables)}(?![a-z])", name, text, flags=re.IGNORECASE)
    return text


def blanked(text: str, words: Iterable[str]) -> str:
    """The text with blanks in place of these words, longest first; '' stands nowhere."""
    for word in sorted(filter(None, words), key=len, reverse=True):
        text = text.replace(word, " ")
    return text


def named(found: Sequence[_One], text: str, goods_of: Callable[[_One], str]) -> list[_One]:
    """Of these the ones that are named; those named in full come before those whose end only is said."""
    whole = [one for one in found if goods_of(one) in text]
    return whole or [one for one in found if spoken(goods_of(one), text)]
