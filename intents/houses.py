"""Numbers of houses, 3组8号 and 5号楼, which are neither a day nor a size of goods."""

from __future__ import annotations

import re

_NUMBER = "[0-9一二三四五六七八九十]+"
_HOUSE = re.compile(rf"(?:(?<=[组队栋幢巷排弄])第?{_NUMBER}号(?:院|门|楼)?|{_NUMBER}号(?:楼|院|门牌))")


def spans(text: str) -> list[tuple[int, int]]:
    """Where house numbers stand, as half-open ranges."""
    return [house.span() for house in _HOUSE.finditer(text)]


def without(text: str) -> str:
    """The text with blanks, as long, where house numbers stood."""
    return _HOUSE.sub(lambda house: " " * len(house[0]), text)
