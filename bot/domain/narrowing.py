"""Telling places of one name apart: which region to ask by, and which of them an answer keeps. Nothing here guesses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from bot.domain.place_names import REGION_END, core, folded, said, village_said
from bot.domain.village import Locality
from catalog.sound import same_sound

Level = Literal["province", "city", "county", "town"]
LEVELS: tuple[Level, ...] = ("province", "city", "county", "town")
FEW = 6
"""So many places are told apart by showing them all."""
SOME = 18
"""So many regions are shown, in pages, before a larger one is asked for."""
SHORTEST = 2
_FILLERS = frozenset(same_sound("的是在我们俺咱家个那这边省市区县旗乡镇村里头人 就,，。.!！"))


class Region(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a place lies, down to some level."""

    province: str = ""
    city: str = ""
    county: str = ""
    town: str = ""

    def holds(self, place: Locality) -> bool:
        return all(getattr(self, level) in ("", getattr(place, level)) for level in LEVELS)

    @property
    def name(self) -> str:
        """What its smallest level is called."""
        return next((name for level in reversed(LEVELS) if (name := str(getattr(self, level)))), "")


def region_of(place: Locality, level: Level) -> Region:
    """The region of this level in which the place lies."""
    return Region(**{each: getattr(place, each) for each in LEVELS[: LEVELS.index(level) + 1]})


def level_to_ask(places: Sequence[Locality]) -> Level | None:
    """By which region to ask: the county, a larger one where there are too many counties, the town within one county.

    None: show the places themselves, for they are few, or no region tells them apart.
    """
    if len(places) <= FEW:
        return None
    counts = {level: len({region_of(place, level) for place in places}) for level in LEVELS}
    larger: tuple[Level, ...] = ("county", "city", "province")
    split = [level for level in larger if counts[level] > 1]
    fitting = [level for level in split if counts[level] <= SOME]
    if split:
        return (fitting or split[-1:])[0]
    return "town" if counts["town"] > 1 else None


def regions(places: Iterable[Locality], level: Level) -> tuple[Region, ...]:
    """The regions of a level in which the places lie, in the places' order."""
    return tuple(dict.fromkeys(region_of(place, level) for place in places))


def called(some: Sequence[Region]) -> list[str]:
    """The regions' names; where two are called the same, with what they lie in."""
    names = [region.name for region in some]
    return [_within(one) if names.count(one.name) > 1 else one.name for one in some]


def said_whole(words: str, places: Sequence[Locality]) -> list[Locality]:
    """Those that are named whole, with what they lie in (安山县和平村): what only resembles such a one in the same place, 和平社区,
    is not meant. [] where none is named so."""
    heard = said(words)
    villages = {id(place): folded(village_said(place.village)) for place in places}
    named = [place for place in places if villages[id(place)] in heard and _named_in(heard, place)]
    named = [place for place in named if len(villages[id(place)]) >= SHORTEST]
    longest = max((len(villages[id(place)]) for place in named), default=0)
    regions_said = max((len(_named_in(heard, place)) for place in named), default=0)
    return [
        place for place in named if len(villages[id(place)]) == longest and len(_named_in(heard, place)) == regions_said
    ]


def kept_by(words: str, places: Sequence[Locality], name: str) -> list[Locality]:
    """Those of the places that lie where the words say (青石县的, 柳河镇那边), which may repeat the village's `name`.

    [] where the words name no region of theirs, or say something else beside it: 青石县大湾村 is another village.
    """
    heard = said(words)
    fitting = [(_named_in(heard, place), place) for place in places]
    most = max((len(found) for found, _ in fitting), default=0)
    if not most:
        return []
    best = [(found, place) for found, place in fitting if len(found) == most]
    own = frozenset(same_sound(said(name)))
    telling = [rest for found, _ in best if not (rest := _left(heard, found, own | _FILLERS))]
    return [place for _, place in best] if telling else []


def _named_in(heard: str, place: Locality) -> tuple[str, ...]:
    """The names of the place's regions that the words hold."""
    spoken = same_sound(heard)
    names = (core(getattr(place, level), REGION_END) for level in LEVELS)
    return tuple(name for name in names if len(name) >= SHORTEST and same_sound(name) in spoken)


def _left(heard: str, found: Iterable[str], known: frozenset[str]) -> str:
    """What the words say beside the regions, as it sounds: `known` are the village's own name and fillers."""
    spoken = same_sound(heard)
    for name in sorted(found, key=len, reverse=True):
        spoken = spoken.replace(same_sound(name), "")
    return "".join(sign for sign in spoken if sign not in known)


def _within(region: Region) -> str:
    parts = [name for level in LEVELS if (name := str(getattr(region, level)))]
    return folded("".join(parts[-2:]))
