"""Before everything about a person is erased: what is still under way for them, and could not reach them any more."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import ConfirmErasure
from bot.domain.order import OPEN


def ask(ex: Exchange, question: ConfirmErasure) -> None:
    own = [one for one in ex.facts.orders() if one.status in OPEN and one.person == ex.facts.person.id]
    if own:
        ex.ask(question, "privacy.really_with_orders", orders=len(own), number=own[0].number)
    else:
        ex.ask(question, "privacy.really")
