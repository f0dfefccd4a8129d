"""谁替我下单, 解除绑定: who is tied to whom, and the end of it, by either."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.family import choosing, reading
from bot.dialogue.family.people import children, named, other, own_name, parents
from bot.dialogue.family.questions import WhichTie
from bot.dialogue.lexicon import said_whole
from bot.domain.events import TieEnded
from bot.domain.family import Tie


def told(ex: Exchange) -> bool:
    """Whether the message was about who is tied to whom, and is dealt with."""
    if said_whole("family_list", ex.text):
        _list(ex)
        return True
    whom = reading.whose_end(ex.text)
    if whom is None:
        whom = "" if said_whole("family_end", ex.text) else None
    if whom is None:
        return False
    _end(ex, whom)
    return True


def _list(ex: Exchange) -> None:
    ours, mine = parents(ex), children(ex)
    if not (ours or mine):
        ex.say("family.nobody")
    if mine:
        ex.say("family.children", names="、".join(other(ex, tie) for tie in mine))
    if ours:
        ex.say("family.parents", names="、".join(other(ex, tie) for tie in ours))


def _end(ex: Exchange, whom: str) -> None:
    ties = [*children(ex), *parents(ex)]
    meant = named(ex, ties, whom) or (children(ex) if reading.is_child(whom) else [] if whom else ties)
    if not ties:
        ex.say("family.nobody")
    elif len(meant) == 1:
        end(ex, meant[0])
    else:
        choosing.ask(ex, WhichTie(aim="end", ties=choosing.among(meant or ties)))


def end(ex: Exchange, tie: Tie) -> None:
    """The basket for a parent who is no longer tied goes with it."""
    who, said = ex.facts.person.id, other(ex, tie)
    name = own_name(ex) or ex.name
    ex.cause(TieEnded(parent=tie.parent, child=tie.child, by=who, name=name, at=ex.facts.at))
    ex.say("family.ended", who=said)
