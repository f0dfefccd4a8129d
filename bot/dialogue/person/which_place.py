"""How it is asked which of several places is meant: by region where they are many, else by showing them, page by page."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import WhichStation
from bot.dialogue.saying import numbered
from bot.domain.narrowing import Region, called, level_to_ask, regions
from bot.domain.village import Locality

A_PAGE = 6
MOST_KEPT = 60
"""Who is not among so many says more of where it lies."""
LONGEST_PLACE = 20
_ASKS = {"province": "哪个省", "city": "哪个市", "county": "哪个县", "town": "哪个乡镇"}


def offer(
    ex: Exchange, places: Sequence[Locality], *, place: str = "", within: Region | None = None, near: bool = False
) -> None:
    """Ask which of the places it is. What is asked for beside it, and why, stays."""
    before = ex.talk.asking if isinstance(ex.talk.asking, WhichStation) else WhichStation()
    level = None if near else level_to_ask(places)
    if level is None:
        places = sorted(places, key=lambda one: not one.station)  # what nobody serves comes last
    question = WhichStation(
        call=before.call,
        words=before.words,
        place=place,
        within=within or Region(),
        codes=() if level else tuple(one.key for one in places[:MOST_KEPT]),
        regions=regions(places, level)[:MOST_KEPT] if level else (),
        near=near,
    )
    put(ex, question)


def put(ex: Exchange, question: WhichStation) -> None:
    """Show the question's page."""
    shown = slice(question.start, question.start + A_PAGE)
    more = max(len(question.codes), len(question.regions)) > question.start + A_PAGE
    if question.regions:
        rows = numbered(called(question.regions)[shown], question.start + 1)
        key = "ask.which_region_more" if more else "ask.which_region"
        asks = next(_ASKS[level] for level in reversed(_ASKS) if getattr(question.regions[0], level))
        ex.ask(question, key, rows=rows, asks=asks, place=question.place[:LONGEST_PLACE])
        return
    found = [place for code in question.codes[shown] if (place := ex.facts.locality(code))]
    rows = numbered((_said(place) for place in found), question.start + 1)
    if question.near:
        ex.ask(question, "ask.station_near", rows=rows)
    elif len(question.codes) == 1:
        ex.ask(question, "ask.is_it_station", rows=rows)
    else:
        ex.ask(question, "ask.which_station_more" if more else "ask.which_station", rows=rows)


def more(ex: Exchange, question: WhichStation) -> None:
    """The next page; after the last the first again."""
    start = question.start + A_PAGE
    shown = max(len(question.codes), len(question.regions))
    put(ex, msgspec.structs.replace(question, start=start if start < shown else 0))


def nearest_first(ex: Exchange, places: Sequence[Locality]) -> list[Locality]:
    """Those around where the person's goods go now come first; that decides nothing."""
    home = ex.station
    county, city = (home.county, home.city) if home else ("", "")
    return sorted(places, key=lambda place: (place.county != county, place.city != city))


def _said(place: Locality) -> str:
    """`大湾站（青石县柳河镇）`"""
    around = place.county + place.town
    named = f"{place.name}（{around}）" if around else place.name
    return named if place.station else f"{named}还没开站"
