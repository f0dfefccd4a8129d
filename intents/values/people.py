"""What people of the village are called, and whether two ways to call somebody can mean one person."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from catalog.sound import same_sound
from config.data import read_yaml

_DATA = read_yaml("lexicon/people.yaml")
_HANZI = re.compile(r"[一-鿿]+")
_LONGEST = 6
_LONGEST_GIVEN = 2
_INTRODUCES = re.compile(
    r"(?:^|(?<=[,，。;；:：!！、\s]))(?:你好[,，]?)?(?:我|俺|咱)(?:是|叫|名叫|的名字叫)(?P<name>[一-鿿]{2,4})(?=[,，。;；:：!！、\s]|$)"
)
"""我是张老四, 我叫刘芳: before what is wanted or offered."""
_HOUSE = re.compile(r"(?<=..)(?:他|她)?家$")


class Alike(IntEnum):
    """How surely two ways to call somebody mean one person."""

    NO = 0
    SURNAME = 1
    """周大爷 and 周德福, 老王 and 王秀英."""
    PART = 2
    """秀英 and 王秀英."""
    SOUND = 3
    """王秀应 and 王秀英."""
    SAME = 4


class _Called(NamedTuple):
    surname: str
    given: str
    sex: str
    """men, women, or '' where nothing tells."""
    title: str


def looks_like_person(words: str) -> bool:
    """Whether the words can be nothing but what somebody is called, as far as they tell themselves."""
    if not _HANZI.fullmatch(words) or len(words) > _LONGEST:
        return False
    called = _read(plain(words))
    return bool(called.title or called.surname)


def introduced(text: str) -> re.Match[str] | None:
    """Where the one who speaks tells a name, in group `name`: it is neither goods nor a place."""
    found = _INTRODUCES.search(text) if "是" in text or "叫" in text else None
    return found if found and _read(found["name"]).given else None


def has_title(words: str) -> bool:
    """周大爷, 三婶: a name that ends with a title."""
    return bool(_read(words).title)


def is_surname_with_title(words: str) -> bool:
    """赵大爷, 李婶: as elders are called in the village, and no brand."""
    called = _read(words)
    return bool(called.surname and called.sex and not called.given)


def plain(words: str) -> str:
    """老王 of 老王家."""
    return _HOUSE.sub("", words.strip())


def alike(said: str, name: str) -> Alike:
    """How surely `said` means who is kept as `name`."""
    said, name = plain(said), plain(name)
    if said == name:
        return Alike.SAME
    if same_sound(said) == same_sound(name):
        return Alike.SOUND
    one, other = _read(said), _read(name)
    if one.sex and other.sex and one.sex != other.sex:
        return Alike.NO
    if (len(said) > 1 and name.endswith(said)) or _is_part(one, said, name) or _is_part(other, name, said):
        return Alike.PART
    sounds_so = one.surname and same_sound(one.surname) == same_sound(other.surname)
    return Alike.SURNAME if sounds_so and not (one.given and other.given) else Alike.NO


def _is_part(called: _Called, words: str, name: str) -> bool:
    """秀英 is part of 王秀英, and 德福 of 周德福大爷 likewise; a title alone is part of nobody's name."""
    stem = words.removesuffix(called.title) if called.title else words
    return len(stem) > 1 and not (called.surname and not called.given) and same_sound(stem) in same_sound(name)


@cache
def _titles() -> dict[str, str]:
    """Title → men, women or '', longest first."""
    said = [(title, sex) for sex in ("men", "women", "either") for title in _DATA[sex]]
    return {title: sex if sex != "either" else "" for title, sex in sorted(said, key=lambda one: -len(one[0]))}


def _read(words: str) -> _Called:
    """老王, 王家: the surname; 周大爷: surname and title; 王秀英: surname and given name; 三婶: a title only."""
    title = next((one for one in _titles() if words.endswith(one) and len(words) > len(one)), "")
    stem = words.removesuffix(title) if title else words
    surname = _surname(stem)
    if not title and (short := _short(stem)):
        return _Called(short, "", "", "")
    given = stem[len(surname) :]
    if title:
        return _Called(surname, given, _titles()[title], title)
    known = bool(surname) and 0 < len(given) <= _LONGEST_GIVEN
    return _Called(surname if known else "", given if known else "", "", "")


def _short(stem: str) -> str:
    """The surname in 老王, 老王头 and 王家; '' where it is another name."""
    rest = stem[1:] if stem[:1] in _DATA["short"] else ""
    surname = _surname(rest)
    if surname and rest.removeprefix(surname) in ("", *_DATA["old"]):
        return surname
    return _surname(stem) if len(stem) > 1 and stem == f"{_surname(stem)}家" else ""


def _surname(stem: str) -> str:
    if stem[:2] in _DATA["double_surnames"]:
        return stem[:2]
    return stem[:1] if stem[:1] in _DATA["surnames"] else ""
