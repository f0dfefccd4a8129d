"""Doors, 3组8号, 5号楼 and 送到后山二队: their numbers are neither a day nor a size of goods, and the whole is a place.

Whoever looks for doors finds here how they are written: to blank their numbers out, or to keep the place.
"""

from __future__ import annotations

import re

_NUMBER = "[0-9一二三四五六七八九十]+"
_GROUP = "[组队栋幢巷排弄]"
_HAMLET = "[村庄屯沟湾坡坪岭寨洼街]"
"""What the name of a small place ends with: 李家沟5号."""
_HOUSE = re.compile(
    rf"""
    (?:送|拉)(?:到|去|至)[^,。!? ]{{0,8}}?{_NUMBER}      # said to be where goods shall come: less is enough
        (?: {_GROUP} (?:{_NUMBER}[号户](?:院|门|楼)?)?   # 后山二队, 二组7号院
          | 号(?:楼|院|门牌)? )                          # 5号楼
    | (?: {_NUMBER}{_GROUP} | (?<={_GROUP}) | (?<={_HAMLET}) )
      第?{_NUMBER}[号户](?:院|门|楼)?                    # 3组8号, 李家沟第5户
    | {_NUMBER}号(?:楼|院|门牌)                          # 5号楼 by itself
    """,
    re.VERBOSE,
)
_NOTHING_ELSE = re.compile(
    rf"""
    (?:送到?|我?住在?|我?家在?)?
    (?P<door>
        [一-鿿]{{0,8}}?
        (?: {_NUMBER}[组队巷](?:{_NUMBER}[号户])?   # 2组7号
          | {_HAMLET}{_NUMBER}[号户] )             # 李家沟5号
        (?:院|门|楼)?
    )
    """,
    re.VERBOSE,
)
_OF_A_VILLAGE = re.compile(
    rf"""
    (?:村|屯|庄|寨|社区)
    (?P<door> {_NUMBER}[组队社](?:{_NUMBER}[号户])? )
    (?= 的 | [,，。 ] | $ )                         # 杨柳村3组的王桂花
    """,
    re.VERBOSE,
)
_TYPED = re.compile(
    r"(?<![a-z0-9])(?P<group>[0-9]{1,2}) ?(?P<kind>zu|dui)(?: ?(?P<house>[0-9]{1,3}) ?(?:hao|hu))?(?![a-z])",
    re.IGNORECASE,
)
_KINDS = {"zu": "组", "dui": "队"}
_HOUSEHOLD = re.compile(r"[\d一二三四五六七八九十]\s*[组队巷栋户]")


def spans(text: str) -> list[tuple[int, int]]:
    """Where house numbers stand, as half-open ranges."""
    return [house.span() for house in _HOUSE.finditer(text)]


def without(text: str) -> str:
    """The text with blanks, as long, where house numbers stood."""
    return _HOUSE.sub(lambda house: " " * len(house[0]), text)


def door_of(part: str) -> str:
    """The door that a part of a message is and nothing else (2组7号), or that it tells of somebody (杨柳村3组的王桂花); or ''."""
    found = _NOTHING_ELSE.fullmatch(part) or _OF_A_VILLAGE.search(part)
    return found["door"] if found else ""


def typed_door(text: str) -> str:
    """The door that pinyin tells, 3组5号 of songdaojia 3 zu 5 hao; '' where it tells none."""
    found = _TYPED.search(text) if text.isascii() else None
    if found is None:
        return ""
    house = f"{found['house']}号" if found["house"] else ""
    return f"{found['group']}{_KINDS[found['kind'].lower()]}{house}"


def numbered(text: str) -> bool:
    """Whether a group, a lane or a household is told by its number."""
    return _HOUSEHOLD.search(text) is not None
