"""Which village somebody means: by its name, its town's, its code; misspelt by ear, or typed in pinyin.

Two steps, so that 150,000 villages stay quick: `place_keys` are sounds under which a station is stored, `keys_said` those
that a villager's words may mean (any index finds the few stations that share one); `rank` then judges those few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from bot.domain.people import Station
from catalog.fold import fold
from catalog.readings import READINGS
from catalog.sound import near, near_sound, syllable

MOST_NAMED = 20
LONGEST_WORDS = 40
SHORTEST, LONGEST_KEY = 2, 6
GOOD_ENOUGH, AS_GOOD = 0.5, 0.12
"""Below the first nothing is meant; within the second of the best, both may be meant."""
BY_EAR = 0.92
WHOLE, TOWN_WHOLE, PART, TOWN_PART = 1.0, 0.95, 0.75, 0.6

_VILLAGE_END = re.compile(r"(?<=..)(?:村民委员会|村委会|行政村|自然村|村|社区|屯)$")
_NAME_END = re.compile(r"(?<=..)(?:村|镇|乡)?(?:服务站|服务点|服务中心|优选站|站|点|店)$")
_REGION_END = re.compile(r"(?<=..)(?:街道办事处|街道|民族乡|自治县|自治州|镇|乡|苏木|县|市|区|旗|省)$")
_SAYS_NOTHING = frozenset("村镇乡县市区省站点店屯的我是在人们住那这边里头俺咱家")
_HANZI = re.compile(r"[^\W_]", re.UNICODE)
_LATIN = re.compile(r"[a-z']+[1-5]?(?:[a-z'1-5 ]*[a-z1-5])?", re.ASCII)
_COMMON = range(0x4E00, 0x9FA6)


def place_keys(station: Station) -> frozenset[str]:
    """Under which a station is looked up: its code, and how its names sound, its own wholly or but for one end.

    The county alone means no station, but tells which of many villages of one name is meant.
    """
    own = {name for name in (_core(station.village, _VILLAGE_END), _core(station.name, _NAME_END)) if name}
    partial = {part for name in own if len(name) > SHORTEST for part in (name[1:], name[:-1])}
    around = {_core(region, _REGION_END) for region in (station.town, station.county)}
    sounds = {_sound(name) for name in own | partial | around if len(name) >= SHORTEST}
    return frozenset(sounds | {f"={fold(station.code)}"})


def keys_said(words: str) -> frozenset[str]:
    """Every key that a part of the words may be; () for words in which no name can hide."""
    said = _said(words)
    spans = {
        said[start : start + length]
        for start in range(len(said))
        for length in range(SHORTEST, LONGEST_KEY + 1)
        if start + length <= len(said)
    }
    codes = {f"={token}" for token in _folded(words).split()}
    return frozenset(_sound(span) for span in spans) | codes


def rank(words: str, stations: Iterable[Station]) -> list[Station]:
    """Those of the stations that the words can mean, best first; several where the words do not tell them apart."""
    said = _said(words)
    tokens = frozenset(_folded(words).split())
    scored = [(_score(said, tokens, station), station) for station in stations]
    best = max((score for score, _ in scored), default=0.0)
    least = max(best - AS_GOOD, GOOD_ENOUGH)
    meant = sorted((-score, station.code, station) for score, station in scored if score >= least)
    return [station for _, _, station in meant[:MOST_NAMED]]


def _score(said: str, tokens: frozenset[str], station: Station) -> float:
    """0 to 1: how well the place answers the words, and how much of the words it explains."""
    if fold(station.code) in tokens:
        return 1.0
    heard = near_sound(said)
    quality = max(
        _answers(said, heard, _core(station.village, _VILLAGE_END), WHOLE, PART),
        _answers(said, heard, _core(station.name, _NAME_END), WHOLE, PART),
        _answers(said, heard, fold(station.town), TOWN_WHOLE, 0.0),
        _answers(said, heard, _core(station.town, _REGION_END), TOWN_PART, 0.0),
    )
    return quality * (0.4 + 0.6 * _explained(said, heard, station)) if quality else 0.0


def _answers(said: str, heard: str, name: str, whole: float, part: float) -> float:
    """`whole` where the words hold the name, `part` where the name holds all the words, less where only by ear."""
    if len(name) < SHORTEST:
        return 0.0
    sound, bare = near_sound(name), "".join(c for c in said if c not in _SAYS_NOTHING)
    if sound in heard:
        return whole if name in said else whole * BY_EAR
    if len(bare) >= SHORTEST and near_sound(bare) in sound:
        return part if bare in name else part * BY_EAR
    return 0.0


def _explained(said: str, heard: str, station: Station) -> float:
    """The share of the telling characters that belong to one of the place's names; 双河乡双河村 needs 双河 twice."""
    if any(said in name for name in _all_names(station)):
        return 1.0
    telling = sum(character not in _SAYS_NOTHING for character in said)
    rest = heard
    for name in _all_names(station):
        rest = rest.replace(near_sound(name), "\0" * len(name), 1)
    unexplained = sum(
        sound != "\0" and character not in _SAYS_NOTHING for sound, character in zip(rest, said, strict=True)
    )
    return 1 - unexplained / telling if telling else 0.0


def _all_names(station: Station) -> Iterator[str]:
    ends = {station.village: _VILLAGE_END, station.name: _NAME_END}
    for name in (station.village, station.name, station.town, station.county, station.city, station.province):
        core = _core(name, ends.get(name, _REGION_END))
        if len(core) >= SHORTEST:
            yield core
        if len(core) > SHORTEST:  # 张庄 said of 东张庄: what is said lies within the name
            yield core[1:]
            yield core[:-1]


def _core(name: str, end: re.Pattern[str]) -> str:
    """杨柳 of 杨柳村; 李村 stays, for 李 alone is no name."""
    return end.sub("", fold(name))


def _said(words: str) -> str:
    """The words' letters and characters, pinyin turned into characters of that sound."""
    return "".join(_HANZI.findall(_LATIN.sub(lambda latin: _from_pinyin(latin[0]) or latin[0], _folded(words))))


def _folded(words: str) -> str:
    """The words in one spelling; half a surrogate pair, which only a broken gateway sends, is dropped."""
    return fold(words[:LONGEST_WORDS].encode(errors="ignore").decode())


def _sound(text: str) -> str:
    return "".join(near(spoken) if (spoken := syllable(character)) else character for character in text)


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
