"""Bringing a person in: the station's manager, else the county centre; and what else can be done where there is neither."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from bot.dialogue.exchange import LONGEST_QUOTE, Exchange
from bot.dialogue.questions import WhichStation
from bot.domain.events import HandoffOpened
from bot.domain.people import Station
from bot.domain.phone import dialled

SILENCE = timedelta(hours=1)
Call = Literal["human", "complaint"]


def call(ex: Exchange, why: Call, words: str = "") -> None:
    """Tell the manager, or ask where the person lives; `words` are those of the request, where it was made earlier."""
    question = ex.talk.asking
    if ex.station is not None:
        _CALLS[why](ex, words)
    elif isinstance(question, WhichStation) and question.call:
        call_county(ex, ex.text)
    else:
        said = (words or ex.text)[:LONGEST_QUOTE]
        ex.ask(WhichStation(call=why, words=said), f"people.where_{why}")


def call_waiting(ex: Exchange, question: object) -> None:
    """The village is known now: do what was wanted when it was asked for."""
    if isinstance(question, WhichStation) and question.call:
        call(ex, question.call, question.words)


def call_county(ex: Exchange, place: str) -> None:
    """Where no station is, the county centre hears of it; where that is not known either, say what else can be done."""
    question = ex.talk.asking
    words = question.words if isinstance(question, WhichStation) else ""
    centre = ex.facts.county_centre(place)
    ex.settled()
    ex.quiet = True
    if centre is None:
        ex.say("people.nobody_near")
        return
    ex.alert(
        "handoff", "urgent", "manager.no_station", station=centre.code, quote=words, phone=_phone(ex), place=place[:20]
    )
    phone = dialled(centre.manager_phone)
    ex.say("people.county_phone" if phone else "people.county", centre=centre.name, phone=phone)


def _human(ex: Exchange, words: str) -> None:
    """For an hour a person answers and the bot is silent."""
    station = ex.station
    if station is None:
        return
    if station.code in ex.facts.person.manages:
        _of_the_county(ex, station, words)
        return
    ex.cause(HandoffOpened(person=ex.facts.person.id, until=ex.facts.at + SILENCE))
    ex.alert("handoff", "urgent", "manager.handoff", phone=_phone(ex), quote=words)
    ex.quiet = True
    phone = dialled(station.manager_phone)
    ex.say("people.human_phone" if phone else "people.human", phone=phone, manager=station.manager_name or "站长")


def _of_the_county(ex: Exchange, station: Station, words: str) -> None:
    """A manager who asks for a person means the county; the bot goes on, or the counter would stand still."""
    centre = ex.facts.centre_over(station)
    if centre is None or centre.code == station.code:
        ex.say("people.you_are_the_manager")
        return
    ex.alert(
        "handoff", "urgent", "manager.asks_county", station=centre.code, phone=_phone(ex), quote=words, of=station.name
    )
    phone = dialled(centre.manager_phone)
    ex.say("people.county_told_phone" if phone else "people.county_told", centre=centre.name, phone=phone)


def _complaint(ex: Exchange, words: str) -> None:
    ex.alert("complaint", "warning", "manager.complaint", quote=words)
    ex.say("people.complaint")


def _phone(ex: Exchange) -> str:
    own = dialled(ex.facts.phone_of(ex.facts.person.id))
    return f"电话{own}，" if own else ""


_CALLS = {"human": _human, "complaint": _complaint}
