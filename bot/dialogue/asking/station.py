"""Which village is it? Without one nothing can be sent."""

from __future__ import annotations

import msgspec

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.person import joining, which_place
from bot.dialogue.questions import WhichStation
from bot.dialogue.setting_aside import set_aside
from bot.domain.narrowing import Region, kept_by
from intents.acts import Act, BindStation

LONGEST_NAME = 30
more = which_place.more


def ask(ex: Exchange, question: WhichStation) -> None:
    if question.codes or question.regions:
        which_place.put(ex, question)
    elif ex.talk.basket.family:
        ex.ask(question, "family.where", who=ex.talk.basket.recipient)
    else:
        ex.ask(question, "ask.station")


def answer(ex: Exchange, question: WhichStation, heard: Heard) -> tuple[Act, ...] | None:
    number = 1 if heard.yes and len(question.codes) == 1 else heard.digit
    if number and _picked(ex, question, number):
        return heard.rest
    if heard.backs_out and ex.talk.basket.lines and not heard.leaves:
        set_aside(ex, "readback.left")
        return ()
    if heard.leaves:
        ex.settled()
        ex.quiet = True
        ex.say("join.later")
        return ()
    places = [act.place for act in heard.acts if isinstance(act, BindStation)]
    if places:
        return () if len(heard.acts) == 1 and _narrows(ex, question, places[0]) else None
    if heard.no and (question.codes or question.regions):
        _none_of_them(ex, question)
        return heard.rest
    if heard.hint and not heard.names_nothing and len(heard.hint) <= LONGEST_NAME:
        if not _narrows(ex, question, heard.hint):
            joining.find(ex, heard.hint)
        return ()
    return None


def _picked(ex: Exchange, question: WhichStation, number: int) -> bool:
    """Whether the number stands before a place or a region that was shown."""
    if number <= len(question.regions):
        _within(ex, question, question.regions[number - 1])
        return True
    return number <= len(question.codes) and joining.bind_chosen(ex, question.codes[number - 1])


def _within(ex: Exchange, question: WhichStation, region: Region) -> None:
    """The region that was picked, of the name said before."""
    places = [place for place in ex.facts.places_named(question.place) if region.holds(place)]
    if places:
        joining.narrowed(ex, question, places, region)
    else:  # they were withdrawn meanwhile
        ask(ex, WhichStation(call=question.call, words=question.words))


def _narrows(ex: Exchange, question: WhichStation, words: str) -> bool:
    """Whether the words say where the village lies whose name was said before: 青石县的."""
    if not question.place:
        return False
    places = [place for place in ex.facts.places_named(question.place) if question.within.holds(place)]
    kept = kept_by(words, places, question.place)
    if kept and len(kept) < len(places):
        joining.narrowed(ex, question, kept, question.within)
    return bool(kept) and len(kept) < len(places)


def _none_of_them(ex: Exchange, question: WhichStation) -> None:
    """Whoever has a station keeps it; the others say their village again."""
    if ex.station is None:
        ask(ex, msgspec.structs.replace(question, codes=(), regions=(), place="", within=Region(), start=0, near=False))
    else:
        joining.keep(ex)
