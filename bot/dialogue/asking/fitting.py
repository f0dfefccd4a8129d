"""Another day for the fitter, or no fitter at all."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.fitting import rebooking
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from bot.dialogue.questions import DropFitting, MoveFitting
from bot.domain.order import Installation
from intents.acts import Act, Schedule


def ask_day(ex: Exchange, question: MoveFitting) -> None:
    order = ex.facts.order(question.number)
    if order is None:
        ex.settled()
    else:
        rebooking.ask_which(ex, order, question.days[0])


def answer_day(ex: Exchange, question: MoveFitting, heard: Heard) -> tuple[Act, ...] | None:
    order = ex.facts.order(question.number)
    if order is None:
        ex.settled()
        return heard.acts
    if heard.digit and heard.digit <= len(question.days):
        rebooking.move(ex, order, Installation(date=question.days[heard.digit - 1]))
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        rebooking.keep(ex, order)
        return ()
    wish = next((act for act in heard.acts if isinstance(act, Schedule)), None)
    if wish is not None:
        rebooking.move(ex, order, rebooking.wished(ex, order, wish))
        return tuple(act for act in heard.rest if act is not wish)
    return None


def ask_really(ex: Exchange, question: DropFitting) -> None:
    order = ex.facts.order(question.number)
    if order is None or order.installation is None:
        ex.settled()
    else:
        rebooking.ask_whether(ex, order)


def answer_really(ex: Exchange, question: DropFitting, heard: Heard) -> tuple[Act, ...] | None:
    order = ex.facts.order(question.number)
    if order is None or order.installation is None:
        ex.settled()
        return heard.acts
    if heard.digit == 1 or heard.yes or said_in("fitting_off", heard.text):
        ex.settled()
        rebooking.drop(ex, order)
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        rebooking.keep(ex, order)
        return ()
    return None
