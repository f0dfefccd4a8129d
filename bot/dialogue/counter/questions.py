"""The questions that come up at a station's counter: cash, the shelf, words of the county, a word to the village."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from bot.dialogue.question import Question


class Move(msgspec.Struct, frozen=True, kw_only=True):
    station: str
    sku: str
    quantity: Decimal
    reason: Literal["stock_in", "walk_in_sale", "count"]
    before: Decimal | None = None
    """What stood there before a count."""

    @property
    def undo(self) -> Decimal:
        """The quantity that takes it back."""
        return -self.quantity if self.before is None else self.before


class UndoStock(Question, frozen=True, kw_only=True, omit_defaults=True):
    """Goods were booked onto or off the shelf; 0 takes it back."""

    moves: tuple[Move, ...]


class SendBroadcast(Question, frozen=True, kw_only=True, omit_defaults=True):
    """A message to the whole village was read back; yes sends it."""

    text: str


class ConfirmCount(Question, frozen=True, kw_only=True, omit_defaults=True):
    """The shelf was counted and the difference read back; yes writes it down."""


class ConfirmCash(Question, frozen=True, kw_only=True, omit_defaults=True):
    """Cash was taken for a parcel that costs another sum."""

    person: str
    number: str
    amount_fen: int
    due_fen: int


class WhichParcel(Question, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody's parcel is here, or gone, and these can be meant; a single one is only made sure of."""

    numbers: tuple[str, ...]
    gone: bool = False
    """Whether it was fetched; else it arrived."""


class UndoWord(Question, frozen=True, kw_only=True, omit_defaults=True):
    """A word of the county was noted; 0 takes it back."""

    county: str
    word: str
