"""How a person comes to belong to a station: by its QR code, by saying the village's name, by where they stand.

Nothing is guessed: names repeat, so where several places fit it is asked by county, then by town.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.exchange import Exchange
from bot.dialogue.family import home
from bot.dialogue.market import drafting
from bot.dialogue.person.calling import call_county, call_waiting
from bot.dialogue.person.which_place import nearest_first, offer
from bot.dialogue.questions import WhichStation
from bot.domain.events import StationBound
from bot.domain.message import Place
from bot.domain.narrowing import Region, said_whole
from bot.domain.people import Station
from bot.domain.places import is_named, meant
from bot.domain.village import Locality, locality_of

LONGEST_PLACE = 20


def bind(ex: Exchange, station: Station, village: str = "") -> None:
    """From now on the person's goods go to this station; `village` is the one it serves, where it is another."""
    if home.bind(ex, station):
        return
    known, question = ex.facts.person.station, ex.talk.asking
    if station.code != known:
        ex.cause(StationBound(person=ex.facts.person.id, station=station.code))
    ex.move_to(station)
    ex.settled()
    ex.shopping = True
    if village:
        ex.say("join.serves", village=village, station=station.name)
    else:
        key = "join.bound" if not known else "join.moved" if station.code != known else "join.same"
        ex.say(key, station=station.name)
    call_waiting(ex, question)
    drafting.take_up(ex, question)


def find(ex: Exchange, words: str) -> None:
    """Bind to the station of the one place these words name; ask where there are several, or none."""
    places = list(ex.facts.places_named(words))
    places = said_whole(words, places) or places
    if not places:
        _not_found(ex, words)
    elif _one_station(places) and all(is_named(words, place) for place in places):
        _bind_place(ex, places[0], words)
    else:
        offer(ex, nearest_first(ex, places), place=words)


def narrowed(ex: Exchange, question: WhichStation, places: Sequence[Locality], within: Region) -> None:
    """Of the places of one name those are left that lie where the person said."""
    if _one_station(places):
        _bind_place(ex, places[0], question.place)
    else:
        offer(ex, places, place=question.place, within=within)


def bind_chosen(ex: Exchange, key: str) -> bool:
    """Bind to what stands behind a number that was shown; False where it is gone."""
    place = ex.facts.locality(key)
    if place is not None:
        _bind_place(ex, place, place.name)
    return place is not None


def by_place(ex: Exchange, content: Place) -> bool:
    """A place was sent: offer the stations near it, those of the name that is asked about first. False where it leads to
    nothing new: somebody who has a station moves by saying so."""
    question = ex.talk.asking if isinstance(ex.talk.asking, WhichStation) else None
    if ex.station is not None and question is None:
        return False
    near = list(ex.facts.stations_near(content.latitude, content.longitude))
    named = meant(question.place, near) if question and question.place else []
    found = [station for station in named if question and is_named(question.place, station)] or near
    if not found:
        return False
    offer(ex, [locality_of(station) for station in found], near=True)
    return True


def keep(ex: Exchange) -> None:
    """No other village after all."""
    if ex.station is not None:
        ex.say("join.same", station=ex.station.name)
    question = ex.talk.asking
    ex.settled()
    ex.shopping = bool(ex.talk.basket.lines or ex.talk.todo)
    drafting.take_up(ex, question)


def by_code(ex: Exchange, scene: str, *, new: bool) -> None:
    """A QR code was scanned, or the account followed without one (`scene` '')."""
    station = _open_station(ex, scene)
    if station is not None:
        bind(ex, station)
        if new:
            ex.say("join.welcome")
    elif scene and ex.station is not None:
        ex.say("join.unknown_code_known", station=ex.station.name)
    elif scene:
        ex.ask(WhichStation(), "join.unknown_code")
    elif ex.station is not None:
        ex.say("join.welcome_back", station=ex.station.name)
    else:
        ex.ask(WhichStation(), "join.welcome_where")


def _open_station(ex: Exchange, scene: str) -> Station | None:
    """The station of a code; of a closed one the station that took over, which is said."""
    station = ex.facts.station(scene) if scene else None
    if station is None or station.status == "open":
        return station
    successor = ex.facts.station(station.successor) if station.successor else None
    if successor is None or successor.status != "open":
        return None
    ex.say("join.closed", old=station.name, station=successor.name)
    return successor


def _one_station(places: Sequence[Locality]) -> bool:
    """Whether the goods of all these places go to one station, or there is only one place."""
    return len(places) == 1 or len({place.station or place.key for place in places}) == 1


def _bind_place(ex: Exchange, place: Locality, words: str) -> None:
    station = ex.facts.station(place.station) if place.station else None
    if station is None or station.status != "open":
        _no_station(ex, place, words)
        return
    bind(ex, station, village="" if place.has_station else place.name)
    _examples(ex)


def _no_station(ex: Exchange, place: Locality, words: str) -> None:
    """The village is known, and nobody serves it yet."""
    question = ex.talk.asking
    if isinstance(question, WhichStation) and question.call:
        call_county(ex, f"{place.county}{place.town}{place.name}")
    elif ex.station is not None:
        ex.say("join.no_station_keep", village=place.name, station=ex.station.name)
        _go_on(ex)
    else:
        ex.ask(WhichStation(), "join.no_station", village=place.name or words[:LONGEST_PLACE])


def _not_found(ex: Exchange, words: str) -> None:
    question = ex.talk.asking
    if ex.station is not None:
        ex.say("join.not_found_keep", place=words[:LONGEST_PLACE], station=ex.station.name)
        _go_on(ex)
    elif isinstance(question, WhichStation) and question.call:
        call_county(ex, words)
    else:
        ex.ask(WhichStation(), "join.not_found", place=words[:LONGEST_PLACE])


def _go_on(ex: Exchange) -> None:
    question = ex.talk.asking
    if isinstance(question, WhichStation):
        ex.settled()
    ex.shopping = bool(ex.talk.basket.lines or ex.talk.todo)
    drafting.take_up(ex, question)


def _examples(ex: Exchange) -> None:
    """Whoever is new and wants nothing yet learns what can be said."""
    if not (ex.quiet or ex.asked or ex.facts.person.station or ex.talk.basket.lines or ex.talk.todo):
        ex.say("join.examples")
