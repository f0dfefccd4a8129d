"""Shall this go to the whole village?"""

from __future__ import annotations

from bot.dialogue.counter import broadcasts
from bot.dialogue.counter.questions import SendBroadcast
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_whole
from bot.domain.events import BroadcastSent
from intents.acts import Act


def receivers(ex: Exchange) -> int:
    """How many villagers will get it; the manager himself needs none."""
    if ex.station is None:
        return 0
    return sum(person.id != ex.facts.person.id for person in ex.facts.villagers(ex.station.code))


def ask(ex: Exchange, question: SendBroadcast) -> None:
    station = ex.station
    if station is None:
        return
    ex.ask(
        question,
        "broadcast.readback_night" if broadcasts.waits_for_morning(ex.facts.at) else "broadcast.readback",
        count=receivers(ex),
        parts=broadcasts.sms_parts(station, question.text),
        text=question.text,
    )


def answer(ex: Exchange, question: SendBroadcast, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit == 1 or heard.yes or said_whole("sends", heard.text):
        ex.settled()
        _send(ex, question.text)
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        ex.settled()
        ex.say("broadcast.left")
        return ()
    return None


def _send(ex: Exchange, text: str) -> None:
    if ex.station is None:
        return
    if ex.facts.broadcasts_today(ex.station.code) >= broadcasts.MOST_A_DAY:
        ex.say("broadcast.enough")
        return
    ex.cause(BroadcastSent(station=ex.station.code, person=ex.facts.person.id, text=text, at=ex.facts.at))
    ex.say("broadcast.sent", count=receivers(ex))
