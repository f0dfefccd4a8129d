"""The state of a conversation, kept in Redis between two messages of a person."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from bot.dialogue.counter.questions import Move
from bot.dialogue.market.questions import ConfirmOffer, DescribeOffer, Draft
from bot.dialogue.questions import AnyQuestion, Lesson, PhoneCode, SurveyAsk, Wanted
from bot.domain.cart import Basket
from bot.domain.cash import Entry
from bot.domain.order import Status


class Errand(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Goods for somebody, clear and not yet clear, that wait their turn."""

    basket: Basket = Basket()
    todo: tuple[Wanted, ...] = ()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What one person of a 接龙 list wants."""

    person: str
    wanted: tuple[Wanted, ...]


class Roll(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A 接龙 list that becomes an order a person, once all goods are clear and it was read back."""

    rows: tuple[Row, ...]
    draft: str
    """Each order's draft begins with it, so that one list is ordered once."""
    left_out: tuple[str, ...] = ()
    """What of it cannot be ordered, in words."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """How a manager moved an order, and whereto it goes when that was a mistake."""

    number: str
    was: Status
    """Where the step led it."""
    back_to: Status


class Deed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a manager did with one message and may take back for some minutes."""

    what: Literal["arrived", "handed_over", "booked", "counted", "list", "cash"]
    at: datetime
    words: str
    steps: tuple[Step, ...] = ()
    """In the order in which they were made."""
    moves: tuple[Move, ...] = ()
    cash: tuple[Entry, ...] = ()


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A shelf that is being counted: article → how much stands there."""

    at: datetime
    found: dict[str, Decimal]


class Talk(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Every field has a default, so an older state still reads, and a lost one is only an empty talk."""

    basket: Basket = Basket()
    todo: tuple[Wanted, ...] = ()
    """Goods still to be made clear, in the order they were said."""
    later: tuple[Errand, ...] = ()
    """Where a manager orders for several people: who comes next."""
    deeds: tuple[Deed, ...] = ()
    """What a manager did lately, oldest first."""
    count: Count | None = None
    """What a manager counted and did not confirm yet."""
    roll: Roll | None = None
    """A 接龙 list a manager pasted."""
    shelved: Basket | None = None
    """A basket that expired or was emptied, until something new begins."""
    asking: AnyQuestion | None = None
    behind: Lesson | None = None
    """The lesson that goes on once a question of the counter, which came in between, is answered."""
    asking_since: datetime | None = None
    """When a question of its kind was first put: what was done later is newer than it."""
    pages: tuple[str, ...] = ()
    """What is left of a long reply."""
    shown: tuple[str, ...] = ()
    """Articles named last, for “来两瓶” after a price."""
    offer: DescribeOffer | ConfirmOffer | None = None
    """What somebody was asked of his own goods when he began to buy."""
    survey: SurveyAsk | None = None
    """What a survey asked when somebody began to buy."""
    selling: Draft | None = None
    """What somebody offered before their village was known."""
    stumbles: int = 0
    """How many messages in a row were not understood."""
    phone_code: PhoneCode | None = None
    codes_sent: tuple[datetime, ...] = ()
    """When codes went out lately, so that nobody's phone is flooded."""
    invite_tries: tuple[datetime, ...] = ()
    """When a wrong invite of a manager was typed lately."""
