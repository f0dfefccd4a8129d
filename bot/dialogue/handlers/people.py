"""A person is needed: complaints, and whoever would rather talk to somebody."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import WhichStation
from bot.domain.events import HandoffOpened
from intents.acts import Complain, Human

SILENCE = timedelta(hours=1)


def complain(ex: Exchange, _said: tuple[Complain, ...]) -> None:
    if ex.station is None:
        ex.ask(WhichStation(), "people.where_complaint")
        return
    ex.alert("complaint", "warning", "manager.complaint")
    ex.say("people.complaint")


def human(ex: Exchange, _said: tuple[Human, ...]) -> None:
    """For an hour a person answers and the bot is silent."""
    if ex.station is None:
        ex.ask(WhichStation(), "people.where_human")
        return
    ex.cause(HandoffOpened(person=ex.facts.person.id, until=ex.facts.at + SILENCE))
    own = ex.facts.phone_of(ex.facts.person.id).removeprefix("+86")
    ex.alert("handoff", "urgent", "manager.handoff", phone=f"电话{own}，" if own else "")
    ex.quiet = True
    phone = ex.station.manager_phone.removeprefix("+86")
    ex.say("people.human_phone" if phone else "people.human", phone=phone, manager=ex.station.manager_name or "站长")
