"""Giving goods back: which order, and really?"""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in, said_whole
from bot.dialogue.orders import returning
from bot.dialogue.questions import ConfirmReturn, ReturnWhich
from bot.dialogue.saying import brief, numbered
from intents.acts import Act, ReturnGoods


def ask_which(ex: Exchange, question: ReturnWhich) -> None:
    orders = [order for number in question.numbers if (order := ex.facts.order(number))]
    ex.ask(question, "return.which", rows=numbered(f"{o.number} {brief(o, 16)}" for o in orders))


def answer_which(ex: Exchange, question: ReturnWhich, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit and heard.digit <= len(question.numbers):
        number = question.numbers[heard.digit - 1]
        ex.change(asking=ConfirmReturn(number=number, goods=question.goods, reason=question.reason))
        return ()
    if heard.leaves or (heard.no and not heard.rest) or said_in("keeps_goods", heard.text):
        return _keep(ex)
    return None


def ask_really(ex: Exchange, question: ConfirmReturn) -> None:
    order = ex.facts.order(question.number)
    if order is None:
        ex.settled()
        return
    ex.ask(question, "return.really", number=order.number, goods=question.goods or brief(order, 24))


def answer_really(ex: Exchange, question: ConfirmReturn, heard: Heard) -> tuple[Act, ...] | None:
    if said_in("keeps_goods", heard.text):
        return _keep(ex)
    again = any(isinstance(act, ReturnGoods) for act in heard.acts)
    if said_whole("exchanges_only", heard.text) or (said_in("exchanges", heard.text) and not heard.no):
        ex.say("return.exchange")
        again = True
    if heard.digit == 1 or heard.yes or again:
        ex.settled()
        returning.request(ex, question.number, question.goods, question.reason)
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        return _keep(ex)
    return None


def _keep(ex: Exchange) -> tuple[Act, ...]:
    ex.settled()
    ex.say("return.kept")
    return ()
