"""The questions cunkou may have open. One at most; it never traps: anything else may be said meanwhile."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import msgspec

from bot.dialogue.counter.questions import ConfirmCash, ConfirmCount, SendBroadcast, UndoStock, UndoWord, WhichParcel
from bot.dialogue.family.questions import OwnName, ParentPhone, ParentWord, WhichTie
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
from bot.domain.narrowing import Region

Aim = Literal["add", "set", "remove", "stock_in", "walk_in_sale", "count"]


class Wanted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Goods that are wanted, but not yet clear: several articles fit, or the amount is missing."""

    mention: str
    skus: tuple[str, ...]
    quantity: Decimal | None = None
    unit: str = ""
    aim: Aim = "add"


class ChooseArticle(Question, frozen=True, kw_only=True, omit_defaults=True):
    wanted: Wanted
    start: int = 0
    """Index of the first article on the page shown last; numbers run on over the pages."""


class HowMany(Question, frozen=True, kw_only=True, omit_defaults=True):
    wanted: Wanted
    """With one sku."""


class Offer(Question, frozen=True, kw_only=True, omit_defaults=True):
    """Goods were shown with their price; a digit takes one of them."""

    skus: tuple[str, ...]
    start: int = 0


class ChooseCategory(Question, frozen=True, kw_only=True, omit_defaults=True):
    names: tuple[str, ...]
    """Categories to look into, as the catalogue writes them."""
    start: int = 0


class WhichStation(Question, frozen=True, kw_only=True, omit_defaults=True):
    codes: tuple[str, ...] = ()
    """Places to choose among (Locality.key); () where the name is still to be said."""
    regions: tuple[Region, ...] = ()
    """Regions to choose among, where places of that name are many."""
    start: int = 0
    """Index of the first one on the page shown last."""
    place: str = ""
    """The words that named the village."""
    within: Region = Region()
    """Where it was said to lie."""
    near: bool = False
    """Whether the places are those around where the person stands."""
    call: Literal["", "human", "complaint"] = ""
    """For what a person is needed, once it is known where."""
    words: str = ""
    """In which that was said."""


class ReadBack(Question, frozen=True, kw_only=True, omit_defaults=True):
    """The whole order was read out; yes places it."""

    seal: str
    """What was read, goods, prices, place and day: a yes to anything else does not count."""


class ChooseSource(Question, frozen=True, kw_only=True, omit_defaults=True):
    """All that a manager orders for somebody stands on the shelf: from there, or from the county?"""


class WhatIsWrong(Question, frozen=True, kw_only=True, omit_defaults=True):
    """The order as read back was refused; the goods are still there."""


class GiveAddress(Question, frozen=True, kw_only=True, omit_defaults=True): ...


class RightAddress(Question, frozen=True, kw_only=True, omit_defaults=True):
    """Words that may be an address, or something else altogether: was it one?"""

    place: str


class ChooseDay(Question, frozen=True, kw_only=True, omit_defaults=True):
    days: tuple[date, ...]


class MoveFitting(Question, frozen=True, kw_only=True, omit_defaults=True):
    """To which day shall the fitter's visit of an order be moved?"""

    number: str
    days: tuple[date, ...]


class DropFitting(Question, frozen=True, kw_only=True, omit_defaults=True):
    """The goods shall come, but nobody to install them: really?"""

    number: str


class IsReady(Question, frozen=True, kw_only=True, omit_defaults=True):
    """What the fitter wants to know of the house, one at a time; whatever is no answer drops it."""

    number: str
    topics: tuple[str, ...]
    """Keys of readiness.TOPICS, the one asked now first."""
    at: datetime


class Doubled(Question, frozen=True, kw_only=True, omit_defaults=True):
    """The very order that was read back was said again: the same, or as much again?"""


class Restore(Question, frozen=True, kw_only=True, omit_defaults=True):
    """A basket expired or was emptied; it can come back."""

    refused: bool = False
    """Whether its goods were just refused: a polite 好 then brings nothing back."""


class CancelWhich(Question, frozen=True, kw_only=True, omit_defaults=True):
    numbers: tuple[str, ...]


class ConfirmCancel(Question, frozen=True, kw_only=True, omit_defaults=True):
    number: str


class ReturnWhich(Question, frozen=True, kw_only=True, omit_defaults=True):
    numbers: tuple[str, ...]
    goods: str = ""
    reason: str = ""


class ConfirmReturn(Question, frozen=True, kw_only=True, omit_defaults=True):
    number: str
    goods: str = ""
    reason: str = ""


class ConfirmErasure(Question, frozen=True, kw_only=True, omit_defaults=True): ...


class RollArticle(Question, frozen=True, kw_only=True, omit_defaults=True):
    """Which article do all people of the list mean by this?"""

    wanted: Wanted
    start: int = 0


class RollReadBack(Question, frozen=True, kw_only=True, omit_defaults=True):
    """The whole list was read out; yes places one order a person."""

    seal: str


class UndoRoll(Question, frozen=True, kw_only=True, omit_defaults=True):
    """A list was ordered; for some minutes 取消 takes all of it back."""

    numbers: tuple[str, ...]
    until: datetime


class PhoneCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code went to a phone by SMS; typed here, it links the phone."""

    phone: str
    code: str
    expires: datetime
    tries: int = 0


class ChooseCourse(Question, frozen=True, kw_only=True, omit_defaults=True):
    """Which course shall it be?"""


class Lesson(Question, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of a course is being told, its question is open, or it comes next."""

    course: str
    piece: str
    stage: Literal["read", "ask", "next"]
    at: datetime
    part: int = 0
    """By SMS: the part of the text told last."""
    drilling: bool = False
    then: tuple[str, ...] = ()
    """What of a drill comes after it, each as course/piece."""

    def moved(self, stage: Literal["read", "ask", "next"], at: datetime, part: int = 0) -> Lesson:
        return msgspec.structs.replace(self, stage=stage, at=at, part=part)


class SurveyAsk(Question, frozen=True, kw_only=True, omit_defaults=True):
    """A question of a survey."""

    survey: str
    question: str
    at: datetime


class Suggested(Question, frozen=True, kw_only=True, omit_defaults=True):
    """Something bought once before was suggested under an order; anything but a plain answer drops it."""

    sku: str
    quantity: Decimal
    day: date
    """When it was bought."""


AnyQuestion = (
    ChooseArticle | HowMany | Offer | ChooseCategory | WhichStation | ReadBack | ChooseSource | WhatIsWrong | ConfirmCash | GiveAddress | RightAddress | ChooseDay | Doubled
    | Restore | CancelWhich | ConfirmCancel | ReturnWhich | ConfirmReturn | ConfirmErasure | UndoStock
    | ConfirmCount | RollArticle | RollReadBack | UndoRoll | SendBroadcast
    | UndoWord | WhichParcel | MoveFitting | DropFitting | IsReady | ChooseCourse | Lesson
    | DescribeOffer | ConfirmOffer | TellOfOffer | ChooseListing | HowMuchOf | ConfirmPurchase | CannotBring | PictureOf | SurveyAsk
    | Suggested | OwnName | ParentPhone | ParentWord | WhichTie
)  # fmt: skip  # a table, a row a line
