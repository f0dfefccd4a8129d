"""Answers to questions about who orders and pays for whom."""

from __future__ import annotations

import re

from bot.dialogue.exchange import Exchange
from bot.dialogue.family import asking, choosing, codes, consent, ending, paying
from bot.dialogue.family.people import own_name
from bot.dialogue.family.questions import OwnName, ParentPhone, ParentWord, WhichTie
from bot.dialogue.heard import Heard
from bot.domain.events import PersonNamed
from bot.domain.family import Tie, kin
from intents.acts import Act, Unknown

_NAME = re.compile(r"(?:我?(?:叫|是))?([一-鿿]{2,4})[。!！]?")


def ask_phone(ex: Exchange, question: ParentPhone) -> None:
    ex.ask(question, "family.which_phone", whose=question.word)


def answer_phone(ex: Exchange, _question: ParentPhone, heard: Heard) -> tuple[Act, ...] | None:
    """The number itself is taken before acts are read, see `family.asking`."""
    return _left(ex, heard)


def ask_name(ex: Exchange, question: OwnName) -> None:
    ex.ask(question, "family.your_name", whose=question.word)


def answer_name(ex: Exchange, question: OwnName, heard: Heard) -> tuple[Act, ...] | None:
    if heard.leaves or heard.no:
        return _left(ex, heard)
    said = _NAME.fullmatch(heard.text.strip()) if all(isinstance(act, Unknown) for act in heard.acts) else None
    if said is not None and not own_name(ex):
        ex.cause(PersonNamed(person=ex.facts.person.id, name=said[1]))
    if not own_name(ex):
        return None
    asking.ask(ex, question.word, question.phone)
    return ()


def ask_word(ex: Exchange, question: ParentWord) -> None:
    ex.ask(question, "family.what_word")


def answer_word(ex: Exchange, question: ParentWord, heard: Heard) -> tuple[Act, ...] | None:
    word = kin(re.sub(r"^[我俺咱叫是她他]+|[。!！吧]$", "", heard.text.strip()))
    if not word:
        return _left(ex, heard)
    codes.name_parent(ex, question.parent, word)
    return ()


ask_which = choosing.ask


def answer_which(ex: Exchange, question: WhichTie, heard: Heard) -> tuple[Act, ...] | None:
    ties = choosing.ties(ex, question)
    number = heard.digit or 0
    if not 0 < number <= len(ties):
        return _left(ex, heard)
    ex.settled()
    _do(ex, question, ties[number - 1])
    return heard.rest


def _do(ex: Exchange, question: WhichTie, tie: Tie) -> None:
    order = ex.facts.order(question.number) if question.number else None
    if question.aim == "end":
        ending.end(ex, tie)
    elif question.aim == "agree":
        consent.answer(ex, tie, agreed=True)
    elif order is not None:
        paying.wish(ex, tie, order)


def _left(ex: Exchange, heard: Heard) -> tuple[Act, ...] | None:
    if not (heard.leaves or heard.no):
        return None
    ex.settled()
    ex.quiet = not heard.rest
    ex.say("family.left")
    return heard.rest
