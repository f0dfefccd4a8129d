"""Cancelling an order: which one, and really?"""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from bot.dialogue.orders import cancelling
from bot.dialogue.questions import CancelWhich, ConfirmCancel
from bot.dialogue.saying import brief, numbered
from bot.domain.money import yuan
from intents.acts import Act, CancelOrder


def ask_which(ex: Exchange, question: CancelWhich) -> None:
    orders = [order for number in question.numbers if (order := ex.facts.order(number))]
    ex.ask(question, "cancel.which", rows=numbered(f"取消{o.number} {brief(o, 16)}" for o in orders))


def answer_which(ex: Exchange, question: CancelWhich, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit and heard.digit <= len(question.numbers):
        cancelling.confirm_first(ex, question.numbers[heard.digit - 1])
        return ()
    if heard.leaves or (heard.no and not heard.rest) or said_in("keeps", heard.text):
        return _keep(ex)
    return None


def ask_really(ex: Exchange, question: ConfirmCancel) -> None:
    order = ex.facts.order(question.number)
    if order is None:
        ex.settled()
        return
    ex.ask(
        question,
        "cancel.really",
        whose=cancelling.whose(ex, order),
        number=order.number,
        goods=brief(order, 24),
        total=yuan(order.total_fen),
    )


def answer_really(ex: Exchange, question: ConfirmCancel, heard: Heard) -> tuple[Act, ...] | None:
    if said_in("keeps", heard.text):
        return _keep(ex)
    again = any(isinstance(act, CancelOrder) and act.order_no in ("", question.number) for act in heard.acts)
    if heard.digit == 1 or heard.yes or again or heard.text.strip() == "取消":
        ex.settled()
        cancelling.cancel(ex, question.number)
        return ()
    if heard.leaves or (heard.no and not heard.rest):
        return _keep(ex)
    return None


def _keep(ex: Exchange) -> tuple[Act, ...]:
    ex.settled()
    ex.say("cancel.kept")
    return ()
