"""Not understood several times on end: other words each time, and a person is offered. Who does not understand the
question is told plainly what to answer."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_whole
from bot.dialogue.question import Question
from bot.dialogue.questions import (
    CancelWhich,
    ChooseArticle,
    ChooseCategory,
    ChooseDay,
    ConfirmCancel,
    ConfirmReturn,
    Doubled,
    GiveAddress,
    HowMany,
    MoveFitting,
    Offer,
    ReadBack,
    Restore,
    ReturnWhich,
    RightAddress,
    WhatIsWrong,
    WhichStation,
)

_PLAINLY: dict[type[Question], str] = {
    ChooseArticle: "stumbling.which",
    Offer: "stumbling.which",
    ChooseCategory: "stumbling.which",
    CancelWhich: "stumbling.which",
    ReturnWhich: "stumbling.which",
    ChooseDay: "stumbling.day",
    MoveFitting: "stumbling.day",
    HowMany: "stumbling.amount",
    ReadBack: "stumbling.readback",
    WhichStation: "stumbling.station",
    GiveAddress: "stumbling.address",
    RightAddress: "stumbling.other",
    WhatIsWrong: "stumbling.other",
    Doubled: "stumbling.other",
    Restore: "stumbling.other",
    ConfirmCancel: "stumbling.other",
    ConfirmReturn: "stumbling.other",
}
"""Questions that are explained where somebody only says that he does not understand."""

_IDLE = ("stumbling.once_more", "stumbling.person")
_OPEN = ("stumbling.once_more_asking", "stumbling.person_asking")


def stumble(ex: Exchange, key: str, **values: object) -> None:
    """Say that something was not understood; the next times in a row in other words, with the way to a person."""
    before = ex.before.stumbles
    ex.change(stumbles=before + 1)
    if before == 0 or ex.facts.person.manages:
        ex.say(key, **values)
    else:
        once_more, person = _OPEN if ex.talk.asking is not None else _IDLE
        ex.say(person if before % 2 == 0 else once_more)


def explained(ex: Exchange) -> bool:
    """“听不懂”, “啥意思”, “？？？” and nothing else: what is open is explained, or how one talks here."""
    if ex.facts.person.manages or not said_whole("puzzled", ex.text):
        return False
    question = ex.talk.asking
    if question is None:
        if not said_whole("puzzled_for_sure", ex.text):
            return False
        stumble(ex, "stumbling.how")
        return True
    key = _PLAINLY.get(type(question))
    if key is None:
        return False
    stumble(ex, key)
    ex.text = ""  # heard already: no description of anything on offer
    return True
