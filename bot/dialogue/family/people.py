"""Who belongs to whom, and how they are called."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.domain.events import PersonNamed
from bot.domain.family import Tie, kin

NOBODY = "家里老人"


def parents(ex: Exchange) -> list[Tie]:
    """Those for whom the person may order."""
    return [tie for tie in ex.facts.family.ties() if tie.child == ex.facts.person.id and tie.status == "agreed"]


def children(ex: Exchange) -> list[Tie]:
    """Those who may order for the person."""
    return [tie for tie in ex.facts.family.ties() if tie.parent == ex.facts.person.id and tie.status == "agreed"]


def own_name(ex: Exchange) -> str:
    """The person's name, also where it was told in this very turn; '' where it is not known."""
    told = [event.name for event in ex.events if isinstance(event, PersonNamed)]
    return told[-1] if told else ex.facts.person.name


def signed(ex: Exchange) -> str:
    """The person's name as others shall read it, with the phone's last digits where one is known: names repeat."""
    name, phone = own_name(ex), ex.facts.phone_of(ex.facts.person.id)
    if not name:
        return ex.name
    return f"{name}（尾号{phone[-4:]}）" if phone else name


def name_of(ex: Exchange, person: str) -> str:
    known = ex.facts.family.person(person)
    return known.name if known else ""


def theirs(ex: Exchange, tie: Tie) -> str:
    """How the child hears of the parent: 您妈, else by name."""
    return f"您{tie.word}" if tie.word else name_of(ex, tie.parent) or NOBODY


def recipient(ex: Exchange, tie: Tie) -> str:
    """What the parent's station reads on the order."""
    return name_of(ex, tie.parent) or f"{own_name(ex) or '孩子'}的{tie.word or NOBODY}"


def other(ex: Exchange, tie: Tie) -> str:
    """How the one of the two hears of the other."""
    if tie.child == ex.facts.person.id:
        name = name_of(ex, tie.parent)
        return f"{theirs(ex, tie)}（{name}）" if tie.word and name else theirs(ex, tie)
    return name_of(ex, tie.child) or "孩子"


def named(ex: Exchange, ties: list[Tie], word: str) -> list[Tie]:
    """Of these ties those whose other side is called so, by name or by kinship."""
    return [tie for tie in ties if word and (_called(ex, tie, word))]


def _called(ex: Exchange, tie: Tie, word: str) -> bool:
    mine = tie.child == ex.facts.person.id
    name = name_of(ex, tie.parent if mine else tie.child)
    return bool(name and name in word) or (mine and bool(tie.word) and kin(word) == tie.word)
