"""The lines of a pasted 接龙 list, also where copying has put them all into one."""

from __future__ import annotations

import re
from itertools import pairwise

_NUMBERED = re.compile(r"(?:^|(?<=[^0-9]))([0-9]{1,3})[.、．)）](?=\s*[^\s0-9])")
_HEAD = re.compile(r"^\s*#?(?:今日|今天)?接龙\s*[:,。]?\s*")
_PART = re.compile(r"[\s,;、]+")
_COUNTED = re.compile(r"(?:[0-9]+[一-鿿]{0,2}|[一二两三四五六七八九十半]+[箱袋瓶桶斤份个件盒包提条只双把块支罐盘])$")
_PERSON = re.compile(r"[^\s0-9:]{1,8}")
_MIN = 2


def lines_of(text: str) -> list[str]:
    """Lines that are not empty. One line that counts 1. 2. 3. is parted there; one that only says 接龙 and then by turns
    who and what (接龙:张三 盐2袋 李四 酱油1瓶) is numbered."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) != 1:
        return lines
    return _by_numbers(lines[0]) or _by_turns(lines[0]) or lines


def _by_numbers(line: str) -> list[str]:
    """Parted before each number; [] where they do not count up from one."""
    found = list(_NUMBERED.finditer(line))
    if len(found) < _MIN or [int(one[1]) for one in found] != list(range(1, len(found) + 1)):
        return []
    cuts = [0, *(one.start() for one in found), len(line)]
    return [part for start, end in pairwise(cuts) if (part := line[start:end].strip(" ,;"))]


def _by_turns(line: str) -> list[str]:
    """A line a person; [] where the list is not headed as one, or does not go by turns."""
    head = _HEAD.match(line)
    if not head:
        return []
    people: list[list[str]] = []
    for part in _PART.split(line[head.end() :].strip()):
        if _COUNTED.search(part):
            if not people:
                return []
            people[-1].append(part)
        elif _PERSON.fullmatch(part) and (not people or len(people[-1]) > 1):
            people.append([part])
        else:
            return []
    if len(people) < _MIN or len(people[-1]) < _MIN:
        return []
    return ["接龙", *(f"{number}. {' '.join(said)}" for number, said in enumerate(people, 1))]
