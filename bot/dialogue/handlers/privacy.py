"""Being left alone: reminders off and on, everything erased."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.person import erasing
from bot.dialogue.questions import ConfirmErasure
from bot.domain.events import OptedIn, OptedOut
from intents.acts import DeleteData, OptIn, OptOut


def opt_out(ex: Exchange, _said: tuple[OptOut, ...]) -> None:
    ex.quiet = True
    if not ex.facts.person.opted_out:
        ex.cause(OptedOut(person=ex.facts.person.id))
    ex.say("privacy.opted_out")


def opt_in(ex: Exchange, _said: tuple[OptIn, ...]) -> None:
    ex.cause(OptedIn(person=ex.facts.person.id))
    ex.say("privacy.opted_in")


def delete_data(ex: Exchange, _said: tuple[DeleteData, ...]) -> None:
    erasing.ask(ex, ConfirmErasure())
