"""The names of places: what of them tells, how they sound, and what was said of them in characters or in pinyin."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from catalog.fold import fold
from catalog.readings import READINGS
from catalog.sound import near, syllable

LONGEST_WORDS = 40

VILLAGE_END = re.compile(r"(?<=..)(?:村民委员会|村委会|行政村|自然村|村|社区|屯)$")
STATION_END = re.compile(r"(?<=..)(?:村|镇|乡)?(?:服务站|服务点|服务中心|优选站|站|点|店)$")
REGION_END = re.compile(r"(?<=..)(?:街道办事处|街道|民族乡|自治县|自治州|镇|乡|苏木|县|市|区|旗|省)$")
_COMMITTEE = re.compile(r"(?:(?<=村)村民|(?<=村)民|居民|居)?(?:委员会|委会|委)$")
_HANZI = re.compile(r"[^\W_]", re.UNICODE)
_LATIN = re.compile(r"[a-z']+[1-5]?(?:[a-z'1-5 ]*[a-z1-5])?", re.ASCII)
_COMMON = range(0x4E00, 0x9FA6)
_CACHED = 1 << 16


@lru_cache(_CACHED)
def core(name: str, end: re.Pattern[str]) -> str:
    """杨柳 of 杨柳村; 李村 stays, for 李 alone is no name."""
    return end.sub("", fold(name))


def village_said(name: str) -> str:
    """A village of the register as people call it: 和平村 of 和平村委会 or 和平村村民委员会, 多福巷社区 of 多福巷社区居委会."""
    return _COMMITTEE.sub("", name) or name


def said(words: str) -> str:
    """The words' letters and characters, pinyin turned into characters of that sound."""
    return "".join(_HANZI.findall(_LATIN.sub(lambda latin: _from_pinyin(latin[0]) or latin[0], folded(words))))


def folded(words: str) -> str:
    """The words in one spelling; half a surrogate pair, which only a broken gateway sends, is dropped."""
    return fold(words[:LONGEST_WORDS].encode(errors="ignore").decode())


def sound(text: str) -> str:
    """Readable syllables, with what villagers mix up folded: by these places are stored."""
    return "".join(map(_sound_of, text))


@lru_cache(_CACHED)
def _sound_of(character: str) -> str:
    return near(spoken) if (spoken := syllable(character)) else character


def _from_pinyin(typed: str) -> str:
    """Characters that sound like `yang liu cun` or `yangliucun`; '' where it is no pinyin."""
    letters = re.sub(r"[1-5' ]", "", typed)
    paths: list[str | None] = [""]
    for end in range(1, len(letters) + 1):
        longest = range(max(0, end - 6), end)
        steps = ((paths[start], _character_of(letters[start:end])) for start in longest)
        whole = [path + character for path, character in steps if path is not None and character]
        paths.append(min(whole, key=len, default=None))
    return paths[-1] or ""


def _character_of(spoken: str) -> str:
    return _characters().get(spoken, "")


@cache
def _characters() -> dict[str, str]:
    """A character for each syllable there is."""
    found: dict[str, str] = {}
    for code in _COMMON:
        if code in READINGS:
            found.setdefault(syllable(chr(code)), chr(code))
    return found
