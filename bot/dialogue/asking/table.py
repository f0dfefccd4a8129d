"""Every question with its two sides: how it is put and what answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from bot.dialogue.asking import (
    address,
    amount,
    article,
    broadcast,
    buying,
    cancelling,
    cash,
    category,
    counting,
    day,
    doubled,
    erasure,
    failing,
    family,
    fitting,
    forgetting,
    lesson,
    offer,
    parcel,
    putting_back,
    readback,
    readiness,
    returning,
    roll,
    selling,
    source,
    station,
    suggestion,
    survey,
    telling,
    undoing,
    wrong,
)
from bot.dialogue.counter.questions import ConfirmCash, ConfirmCount, SendBroadcast, UndoStock, UndoWord, WhichParcel
from bot.dialogue.exchange import Exchange
from bot.dialogue.family.questions import OwnName, ParentPhone, ParentWord, WhichTie
from bot.dialogue.heard import Heard
from bot.dialogue.market.questions import (
    CannotBring,
    ChooseListing,
    ConfirmOffer,
    ConfirmPurchase,
    DescribeOffer,
    HowMuchOf,
    PictureOf,
    TellOfOffer,
)
from bot.dialogue.question import Question
from bot.dialogue.questions import (
    CancelWhich,
    ChooseArticle,
    ChooseCategory,
    ChooseCourse,
    ChooseDay,
    ChooseSource,
    ConfirmCancel,
    ConfirmErasure,
    ConfirmReturn,
    Doubled,
    DropFitting,
    GiveAddress,
    HowMany,
    IsReady,
    Lesson,
    MoveFitting,
    Offer,
    ReadBack,
    Restore,
    ReturnWhich,
    RightAddress,
    RollArticle,
    RollReadBack,
    Suggested,
    SurveyAsk,
    UndoRoll,
    WhatIsWrong,
    WhichStation,
)
from intents.acts import Act


class Asking(NamedTuple):
    ask: Callable[[Exchange, Any], None]
    """Put the question, also once more after an interruption."""
    answer: Callable[[Exchange, Any, Heard], tuple[Act, ...] | None]
    """None: this was no answer. Else the acts that were said beside it and are still to be done."""
    returns: bool = False
    """Whether it comes back after an interruption; the others are dropped by the next request."""
    more: Callable[[Exchange, Any], None] | None = None
    """Show the next page of what can be chosen."""


ASKING: dict[type[Question], Asking] = {
    ChooseArticle: Asking(article.ask, article.answer, returns=True, more=article.more),
    HowMany: Asking(amount.ask, amount.answer, returns=True),
    Offer: Asking(offer.ask, offer.answer, more=offer.more),
    ChooseCategory: Asking(category.ask, category.answer, more=category.more),
    WhichStation: Asking(station.ask, station.answer, returns=True, more=station.more),
    ReadBack: Asking(readback.ask, readback.answer, returns=True),
    ChooseSource: Asking(source.ask, source.answer, returns=True),
    WhatIsWrong: Asking(wrong.ask, wrong.answer, returns=True),
    GiveAddress: Asking(address.ask, address.answer, returns=True),
    RightAddress: Asking(address.ask_right, address.answer_right, returns=True),
    ChooseDay: Asking(day.ask, day.answer, returns=True),
    Doubled: Asking(doubled.ask, doubled.answer, returns=True),
    Restore: Asking(putting_back.ask, putting_back.answer),
    CancelWhich: Asking(cancelling.ask_which, cancelling.answer_which),
    ConfirmCancel: Asking(cancelling.ask_really, cancelling.answer_really),
    ReturnWhich: Asking(returning.ask_which, returning.answer_which),
    ConfirmReturn: Asking(returning.ask_really, returning.answer_really),
    ConfirmErasure: Asking(erasure.ask, erasure.answer),
    ConfirmCash: Asking(cash.ask, cash.answer, returns=True),
    ConfirmCount: Asking(counting.ask, counting.answer, returns=True),
    UndoStock: Asking(undoing.ask, undoing.answer),
    RollArticle: Asking(roll.ask_article, roll.answer_article, returns=True, more=roll.more),
    RollReadBack: Asking(roll.ask, roll.answer, returns=True),
    UndoRoll: Asking(roll.ask_undo, roll.answer_undo),
    SendBroadcast: Asking(broadcast.ask, broadcast.answer),
    UndoWord: Asking(forgetting.ask, forgetting.answer),
    WhichParcel: Asking(parcel.ask, parcel.answer),
    MoveFitting: Asking(fitting.ask_day, fitting.answer_day),
    DropFitting: Asking(fitting.ask_really, fitting.answer_really),
    IsReady: Asking(readiness.ask, readiness.answer),
    ChooseCourse: Asking(lesson.ask_which, lesson.answer_which),
    SurveyAsk: Asking(survey.ask, survey.answer, returns=True),
    Lesson: Asking(lesson.ask, lesson.answer, returns=True, more=lesson.more),
    DescribeOffer: Asking(selling.ask_more, selling.answer_more, returns=True),
    ConfirmOffer: Asking(selling.ask_right, selling.answer_right, returns=True),
    TellOfOffer: Asking(telling.ask_extra, telling.answer_extra),
    PictureOf: Asking(telling.put_picture, telling.answer_picture),
    ChooseListing: Asking(buying.ask_which, buying.answer_which, more=buying.more),
    HowMuchOf: Asking(buying.ask_amount, buying.answer_amount),
    CannotBring: Asking(failing.ask, failing.answer),
    ConfirmPurchase: Asking(buying.ask_really, buying.answer_really, returns=True),
    Suggested: Asking(suggestion.ask, suggestion.answer),
    ParentPhone: Asking(family.ask_phone, family.answer_phone),
    OwnName: Asking(family.ask_name, family.answer_name, returns=True),
    ParentWord: Asking(family.ask_word, family.answer_word),
    WhichTie: Asking(family.ask_which, family.answer_which),
}
