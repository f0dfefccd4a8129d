"""Which of several is meant, with numbers to press."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.exchange import Exchange
from bot.dialogue.family.people import other
from bot.dialogue.family.questions import Between, WhichTie
from bot.dialogue.saying import numbered
from bot.domain.family import Tie


def ask(ex: Exchange, question: WhichTie) -> None:
    ex.ask(question, f"family.which_{question.aim}", rows=numbered(other(ex, tie) for tie in ties(ex, question)))


def among(found: Sequence[Tie]) -> tuple[Between, ...]:
    return tuple(Between(parent=tie.parent, child=tie.child) for tie in found)


def ties(ex: Exchange, question: WhichTie) -> list[Tie]:
    """Those it asks about, as they stand now."""
    known = {(tie.parent, tie.child): tie for tie in ex.facts.family.ties()}
    found = [known.get((pair.parent, pair.child)) for pair in question.ties]
    return [tie for tie in found if tie is not None]
