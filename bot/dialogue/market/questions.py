"""Questions about what is offered and bought among villagers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from bot.dialogue.question import Question


class Draft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was told of an offer so far."""

    goods: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    price_fen: int | None = None
    price_unit: str = ""
    pieces: str = ""
    """Of what is sold by weight, how many they are: 2头."""


class DescribeOffer(Question, frozen=True, kw_only=True, omit_defaults=True):
    """Something of it is missing."""

    draft: Draft


class ConfirmOffer(Question, frozen=True, kw_only=True, omit_defaults=True):
    """The whole offer was read back; yes hands it to the station, and whatever else is said does not."""

    listing: str
    """Its key."""
    draft: Draft


class TellOfOffer(Question, frozen=True, kw_only=True, omit_defaults=True):
    """What buyers like to know; any other message drops it."""

    listing: str
    topic: Literal["ready", "photo"]
    at: datetime
    pictured: bool = False
    """A picture came already."""


class PictureOf(Question, frozen=True, kw_only=True, omit_defaults=True):
    """A picture came that may be of the person's goods."""

    listing: str
    photo: str
    """Its address."""


class ChooseListing(Question, frozen=True, kw_only=True, omit_defaults=True):
    keys: tuple[str, ...]
    """All that were found; the numbers are theirs, whatever is shown."""
    start: int = 0
    """The first one that is shown."""


class HowMuchOf(Question, frozen=True, kw_only=True, omit_defaults=True):
    listing: str


class CannotBring(Question, frozen=True, kw_only=True, omit_defaults=True):
    """A seller said that he cannot bring these; yes calls them off."""

    sales: tuple[str, ...]
    """Their keys."""


class ConfirmPurchase(Question, frozen=True, kw_only=True, omit_defaults=True):
    """A purchase was read back; yes orders it."""

    listing: str
    quantity: Decimal
    price_fen: int
    """As it was read out: another price is another question."""
