"""The cash taken is not what the parcel costs: is the sum right?"""

from __future__ import annotations

import msgspec

from bot.dialogue.counter import cash
from bot.dialogue.counter.questions import ConfirmCash
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.market.reading import price_in
from bot.domain.money import yuan
from intents.acts import Act, CashTaken

AS_SAID, AS_DUE = 1, 2
ask = cash.ask


def answer(ex: Exchange, question: ConfirmCash, heard: Heard) -> tuple[Act, ...] | None:
    if any(isinstance(act, CashTaken) for act in heard.acts):  # the sum is said once more, and looked at once more
        ex.settled()
        return heard.acts
    if heard.digit == AS_SAID or (heard.yes and heard.digit is None):
        _enter(ex, question, question.amount_fen)
    elif heard.digit == AS_DUE and question.due_fen:
        _enter(ex, question, question.due_fen)
    elif heard.leaves or heard.digit in (0, AS_DUE) or (heard.no and not heard.rest):
        ex.settled()
        ex.say("counter.not_entered", money=yuan(question.amount_fen))
    elif (told := price_in(heard.text, bare=True)) and heard.light:
        _other_sum(ex, question, told[0])
    else:
        return None
    return ()


def _enter(ex: Exchange, question: ConfirmCash, fen: int) -> None:
    ex.settled()
    cash.enter_taken(ex, fen, question.person, question.number)


def _other_sum(ex: Exchange, question: ConfirmCash, fen: int) -> None:
    if fen == question.due_fen:
        _enter(ex, question, fen)
    else:
        ask(ex, msgspec.structs.replace(question, amount_fen=fen))
