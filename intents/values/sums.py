"""Where a number in a text is part of a sum of money, and counts no goods: 三块五一斤, 八毛一斤, 五块钱."""

from __future__ import annotations

import re

_BEFORE = re.compile(r"[0-9一二两三四五六七八九十百]+(?:块|元|毛|角)钱?$")
_BEHIND = re.compile("[块元毛角](?:钱|[0-9一二三四五六七八九半])")


def stands_behind(text: str, start: int) -> bool:
    """Whether a sum ends where the number begins: the 五 of 三块五, the 一斤 of 八毛一斤."""
    return _BEFORE.search(text[:start]) is not None


def goes_on(text: str, end: int) -> bool:
    """Whether the number is the first of a sum that goes on behind its coin: the 三 of 三块五; 三块 alone may be three pieces."""
    return _BEHIND.match(text, end) is not None
