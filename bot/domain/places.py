"""Which village somebody means: by its name, its town's, its code; misspelt by ear, or typed in pinyin.

Two steps, so that 620,000 villages stay quick: `place_keys` are sounds under which a station is stored, `keys_said` those
that a villager's words may mean (any index finds the few stations that share one); `meant` then judges those few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol, TypeVar

from bot.domain.people import Station
from bot.domain.place_names import REGION_END, STATION_END, VILLAGE_END, core, folded, said, sound
from catalog.fold import fold
from catalog.sound import near_sound, same_sound

MOST_NAMED = 20
SHORTEST, LONGEST_KEY = 2, 6
GOOD_ENOUGH, AS_GOOD = 0.5, 0.12
"""Below the first nothing is meant; within the second of the best, both may be meant."""
BY_EAR = 0.92
WHOLE, TOWN_WHOLE, PART, TOWN_PART = 1.0, 0.95, 0.75, 0.6

_CACHED = 1 << 16
_SAYS_NOTHING = frozenset("村镇乡县市区省站点店屯的我是在人们住那这边里头俺咱家")


class Placed(Protocol):
    """What a place is told by: a station's, or a village's."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def village(self) -> str: ...
    @property
    def town(self) -> str: ...
    @property
    def county(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def province(self) -> str: ...


P = TypeVar("P", bound=Placed)


def place_keys(station: Station) -> frozenset[str]:
    """Under which a station is looked up: its code, and how its names sound, its own wholly or but for one end.

    The county alone means no station, but tells which of many villages of one name is meant.
    """
    own = {name for name in (core(station.village, VILLAGE_END), core(station.name, STATION_END)) if name}
    partial = {part for name in own if len(name) > SHORTEST for part in (name[1:], name[:-1])}
    around = {core(region, REGION_END) for region in (station.town, station.county)}
    sounds = {sound(name) for name in own | partial | around if len(name) >= SHORTEST}
    return frozenset(sounds | {f"={fold(station.code)}"})


def keys_said(words: str) -> frozenset[str]:
    """Every key that a part of the words may be; () for words in which no name can hide."""
    heard = said(words)
    spans = {
        heard[start : start + length]
        for start in range(len(heard))
        for length in range(SHORTEST, LONGEST_KEY + 1)
        if start + length <= len(heard)
    }
    codes = {f"={token}" for token in folded(words).split()}
    return frozenset(sound(span) for span in spans) | codes


def meant(words: str, places: Iterable[P]) -> list[P]:
    """Those of the places that the words can mean, best first; several where the words do not tell them apart."""
    heard = _Heard(words)
    scored = [(_score(heard, place), place) for place in places]
    best = max((score for score, _ in scored), default=0.0)
    least = max(best - AS_GOOD, GOOD_ENOUGH)
    kept = [(score, place) for score, place in scored if score >= least]
    return [place for _, place in sorted(kept, key=lambda one: (-one[0], one[1].code, one[1].name))]


def rank(words: str, places: Iterable[P]) -> list[P]:
    """As `meant`, 20 at most."""
    return meant(words, places)[:MOST_NAMED]


def is_named(words: str, place: Placed) -> bool:
    """Whether the words hold the whole name of the village or the station, or its code: as it is written, or as it sounds
    tones aside. A town's name, a part of a name and what merely sounds alike name nobody."""
    heard = _Heard(words)
    if fold(place.code) in heard.tokens:
        return True
    own = (core(place.village, VILLAGE_END), core(place.name, STATION_END))
    spoken = same_sound(heard.said)
    return any(len(name) >= SHORTEST and same_sound(name) in spoken for name in own)


class _Heard:
    """Words made ready to be compared with many places."""

    def __init__(self, words: str) -> None:
        self.said = said(words)
        self.sound = near_sound(self.said)
        self.bare = "".join(c for c in self.said if c not in _SAYS_NOTHING)
        self.bare_sound = near_sound(self.bare)
        self.tokens = frozenset(folded(words).split())
        self.telling = len(self.bare)


def _score(heard: _Heard, place: Placed) -> float:
    """0 to 1: how well the place answers the words, and how much of the words it explains."""
    if place.code and fold(place.code) in heard.tokens:
        return 1.0
    quality = max(
        _answers(heard, core(place.village, VILLAGE_END), WHOLE, PART),
        _answers(heard, core(place.name, STATION_END), WHOLE, PART),
        _answers(heard, fold(place.town), TOWN_WHOLE, 0.0),
        _answers(heard, core(place.town, REGION_END), TOWN_PART, 0.0),
    )
    return quality * (0.4 + 0.6 * _explained(heard, place)) if quality else 0.0


def _answers(heard: _Heard, name: str, whole: float, part: float) -> float:
    """`whole` where the words hold the name, `part` where the name holds all the words, less where only by ear."""
    if len(name) < SHORTEST:
        return 0.0
    spoken = near_sound(name)
    if spoken in heard.sound:
        return whole if name in heard.said else whole * BY_EAR
    if len(heard.bare) >= SHORTEST and heard.bare_sound in spoken:
        return part if heard.bare in name else part * BY_EAR
    return 0.0


def _explained(heard: _Heard, place: Placed) -> float:
    """The share of the telling characters that belong to one of the place's names; 双河乡双河村 needs 双河 twice."""
    own = (_forms(place.village, VILLAGE_END), _forms(place.name, STATION_END))
    around = (_forms(name, REGION_END) for name in (place.town, place.county, place.city, place.province))
    forms = [form for of_name in (*own, *around) for form in of_name]
    if any(heard.said in name for name, _ in forms):
        return 1.0
    rest = heard.sound
    for name, spoken in forms:
        rest = rest.replace(spoken, "\0" * len(name), 1)
    unexplained = sum(
        sign != "\0" and character not in _SAYS_NOTHING for sign, character in zip(rest, heard.said, strict=True)
    )
    return 1 - unexplained / heard.telling if heard.telling else 0.0


@lru_cache(_CACHED)
def _forms(name: str, end: re.Pattern[str]) -> tuple[tuple[str, str], ...]:
    """How a name may be said, each with its sound: 张庄 of 东张庄, for what is said may lie within the name."""
    own = core(name, end)
    said_so = [own] * (len(own) >= SHORTEST) + [own[1:], own[:-1]] * (len(own) > SHORTEST)
    return tuple((form, near_sound(form)) for form in said_so)
