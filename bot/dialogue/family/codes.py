"""亲情码: a parent begins, and passes a code on to a child, who types it. With that both have said so."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.exchange import Exchange
from bot.dialogue.family import reading
from bot.dialogue.family.people import children, own_name, parents, signed
from bot.dialogue.family.questions import ParentWord
from bot.dialogue.lexicon import said_whole
from bot.domain.events import FamilyCodeMade, FamilyCodeUsed, TieNamed
from bot.domain.family import DAY, RULES, family_code
from bot.domain.invite import MOST_TRIES_A_DAY


def told(ex: Exchange) -> bool:
    """Whether the message was about a code, and is dealt with."""
    typed = reading.code_told(ex.text)
    if typed is not None:
        _try(ex, *typed)
    elif said_whole("family_code", ex.text) or reading.wants_help(ex.text):
        _make(ex)
    else:
        return False
    return True


def _make(ex: Exchange) -> None:
    if len(children(ex)) >= RULES.most_ties:
        ex.say("family.too_many_children")
        return
    code = family_code(ex.facts.dice)
    expires = ex.facts.at + timedelta(hours=RULES.code_hours)
    ex.cause(FamilyCodeMade(parent=ex.facts.person.id, code=code, expires_at=expires))
    ex.say("family.code", code=f"{code[:4]} {code[4:]}", plain=code)


def _try(ex: Exchange, code: str, word: str) -> None:
    tries = tuple(at for at in ex.talk.invite_tries if ex.facts.at - at < DAY)
    if len(tries) >= MOST_TRIES_A_DAY:
        ex.say("family.code_too_often")
        return
    parent, me = ex.facts.family.parent_of_code(code), ex.facts.person.id
    if not parent or parent == me or len(parents(ex)) >= RULES.most_ties:
        ex.change(invite_tries=(*tries, ex.facts.at))
        ex.say("family.code_wrong")
        return
    name = signed(ex) if own_name(ex) else "您家孩子"
    ex.cause(FamilyCodeUsed(parent=parent, child=me, code=code, name=name, at=ex.facts.at))
    if word:
        name_parent(ex, parent, word)
    else:
        ex.ask(ParentWord(parent=parent), "family.joined_what_word")


def name_parent(ex: Exchange, parent: str, word: str) -> None:
    """From now on 给我妈买 means them."""
    ex.cause(TieNamed(parent=parent, child=ex.facts.person.id, word=word, at=ex.facts.at))
    ex.settled()
    ex.say("family.joined", whose=f"您{word}", word=word)
