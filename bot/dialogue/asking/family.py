"""Answers to questions about who orders and pays for whom."""

from __future__ import annotations

import re

from bot.dialogue.exchange import Exchange
from bot.dialogue.family import asking, codes, consent, ending, paying
from bot.dialogue.family.people import other, own_name
from bot.dialogue.family.questions import OwnName, ParentPhone, ParentWord, WhichTie
from bot.dialogue.heard import Heard
from bot.dialogue.saying import numbered
from bot.domain.events import PersonNamed
from bot.domain.family import Tie, kin
from intents.acts import Act

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
    said = None if own_name(ex) or heard.rest else _NAME.fullmatch(heard.text.strip())
    if said is not None:
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


def ask_which(ex: Exchange, question: WhichTie) -> None:
    ties = _ties(ex, question)
    ex.ask(question, f"family.which_{question.aim}", rows=numbered(other(ex, tie) for tie in ties))


def answer_which(ex: Exchange, question: WhichTie, heard: Heard) -> tuple[Act, ...] | None:
    ties = _ties(ex, question)
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


def _ties(ex: Exchange, question: WhichTie) -> list[Tie]:
    known = {(tie.parent, tie.child): tie for tie in ex.facts.family.ties()}
    found = [known.get((pair.parent, pair.child)) for pair in question.ties]
    return [tie for tie in found if tie is not None]


def _left(ex: Exchange, heard: Heard) -> tuple[Act, ...] | None:
    if not (heard.leaves or heard.no):
        return None
    ex.settled()
    ex.quiet = not heard.rest
    ex.say("family.left")
    return heard.rest
