"""同意回1，不同意回2: a parent answers a child's ask."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.dialogue.exchange import Exchange
from bot.dialogue.family import choosing
from bot.dialogue.family.people import children, name_of, named, own_name
from bot.dialogue.family.questions import WhichTie
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_whole
from bot.dialogue.questions import WhichStation
from bot.domain.events import TieAnswered
from bot.domain.family import RULES, Tie

SECOND_PRESS = timedelta(minutes=2)
VALID = timedelta(days=RULES.after_no_days)
_WITH_NAME = re.compile(r"(?P<no>不)?同意(?:让)?(?P<name>[一-鿿]{2,5}?)(?:下单|付钱|了|吧)*[。!！]?")


def answered(ex: Exchange) -> bool:
    """Whether the message answers an open ask, and is dealt with. Digits count only where nothing else is asked."""
    free = not (ex.talk.asking or ex.talk.basket.lines or ex.talk.todo)
    digit = Heard(text=ex.text, acts=()).digit if free else None
    with_name = _WITH_NAME.fullmatch(ex.text.strip())
    yes = digit == 1 or said_whole("agrees", ex.text)
    no = digit == 2 or said_whole("agrees_not", ex.text)  # noqa: PLR2004 - the digits of the letter
    if not (yes or no or with_name):
        return False
    waiting = _waiting(ex)
    if with_name and not (yes or no):
        waiting, yes = named(ex, waiting, with_name["name"]), not with_name["no"]
    if not waiting or (digit is not None and _just_ordered(ex)):
        return False
    if yes and len(waiting) > 1:
        choosing.ask(ex, WhichTie(aim="agree", ties=choosing.among(waiting)))
        return True
    for tie in waiting:
        answer(ex, tie, agreed=yes)
    return True


def answer(ex: Exchange, tie: Tie, *, agreed: bool) -> None:
    if agreed and len(children(ex)) >= RULES.most_ties:
        ex.say("family.too_many_children")
        return
    name = own_name(ex)
    ex.cause(
        TieAnswered(parent=tie.parent, child=tie.child, agreed=agreed, word=tie.word or name, name=name, at=ex.facts.at)
    )
    child = name_of(ex, tie.child) or "孩子"
    if not agreed:
        ex.say("family.declined", child=child)
    elif ex.station is None:
        ex.ask(WhichStation(), "family.agreed_where", child=child)
    else:
        ex.say("family.agreed", child=child)


def _just_ordered(ex: Exchange) -> bool:
    """A second 1 so soon after an order was meant for that, and lets nobody in."""
    newest = next((order for order in ex.facts.orders() if order.person == ex.facts.person.id), None)
    return newest is not None and ex.facts.at - newest.placed_at < SECOND_PRESS


def _waiting(ex: Exchange) -> list[Tie]:
    """Asks nobody answered yet, the oldest first."""
    me, at = ex.facts.person.id, ex.facts.at
    asked = [tie for tie in ex.facts.family.ties() if tie.parent == me and tie.status == "asked"]
    return sorted((tie for tie in asked if at - tie.asked_at < VALID), key=lambda tie: tie.asked_at)
