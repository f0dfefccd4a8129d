"""Doors, 3组8号, 5号楼 and 送到后山二队, whose numbers are neither a day nor a size of goods."""

from __future__ import annotations

import re

_NUMBER = "[0-9一二三四五六七八九十]+"
_GROUP = "[组队栋幢巷排弄]"
_HOUSE = re.compile(
    rf"(?:送|拉)(?:到|去|至)[^,。!? ]{{0,8}}?{_NUMBER}(?:{_GROUP}(?:{_NUMBER}[号户](?:院|门|楼)?)?|号(?:楼|院|门牌)?)"
    rf"|(?:{_NUMBER}{_GROUP}|(?<={_GROUP})|(?<=[村庄屯沟湾坡坪岭寨洼街]))第?{_NUMBER}[号户](?:院|门|楼)?"
    rf"|{_NUMBER}号(?:楼|院|门牌)"
)
"""Words of a door count as one where it is said that goods shall come there."""


def spans(text: str) -> list[tuple[int, int]]:
    """Where house numbers stand, as half-open ranges."""
    return [house.span() for house in _HOUSE.finditer(text)]


def without(text: str) -> str:
    """The text with blanks, as long, where house numbers stood."""
    return _HOUSE.sub(lambda house: " " * len(house[0]), text)
