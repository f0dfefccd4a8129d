"""Merchants' offers to villagers who asked for offers: an article at a lower price, for some days and so many pieces. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import blake2s
from math import sqrt
from typing import Literal, get_args

import msgspec

from bot.domain.insight import FEWEST, STEP

Status = Literal["proposed", "approved", "refused", "stopped"]
STATUSES: tuple[Status, ...] = get_args(Status)
Phase = Literal["proposed", "lapsed", "refused", "ahead", "running", "sold_out", "over", "stopped"]
LONGEST_TEXT, LONGEST_REASON, MOST_COUNTIES = 30, 100, 50
MOST_DAYS, MOST_PIECES = 31, 100_000
PAUSE = timedelta(days=7)
"""Nobody hears of two offers within it."""
HELD_OUT_PERCENT = 10
"""Of those who would be told, so many are not: what they order tells what the offer itself brought."""
_Z = 1.96


class Campaign(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    merchant: str
    sku: str
    name: str
    unit: str
    usual_fen: int
    """What the article cost when the offer was proposed."""
    price_fen: int
    text: str
    """One sentence by the merchant."""
    opens: date
    closes: date
    """The last day on which the price holds."""
    counties: tuple[str, ...] = ()
    """() for all."""
    pieces: Decimal
    """So many selling units, over all who order."""
    taken: Decimal = Decimal(0)
    status: Status = "proposed"
    reason: str = ""
    """Why it was refused or stopped."""
    decided_at: datetime | None = None
    """When it was approved, refused or, after that, stopped."""

    @property
    def left(self) -> Decimal:
        return self.pieces - self.taken

    def phase(self, day: date) -> Phase:
        """How it stands on a day: `lapsed` was never decided, `ahead` is approved and still to begin."""
        if self.status in ("refused", "stopped"):
            return self.status
        if self.status == "proposed":
            return "lapsed" if day > self.closes else "proposed"
        if not self.opens <= day <= self.closes:
            return "ahead" if day < self.opens else "over"
        return "running" if self.left > 0 else "sold_out"


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """Who ordered the article among those told and those held out; people rounded down to five, shares from these."""

    told: int
    told_ordered: int
    held_out: int
    held_out_ordered: int
    difference: float
    """Of the shares that ordered, in per cent of people; `low` and `high` enclose it with 95 %."""
    low: float
    high: float


def held_out(index: str) -> bool:
    """Whether the person of this keyed index (campaign and person) is not told: the same whenever it is asked."""
    return int.from_bytes(blake2s(index.encode(), digest_size=4).digest(), "big") % 100 < HELD_OUT_PERCENT


def effect(told: int, told_ordered: int, held: int, held_ordered: int) -> Effect | None:
    """None where any of the four cells (ordered or not, told or not) is of fewer than five people."""
    if min(told_ordered, told - told_ordered, held_ordered, held - held_ordered) < FEWEST:
        return None
    told, told_ordered, held, held_ordered = (n - n % STEP for n in (told, told_ordered, held, held_ordered))
    one, other = told_ordered / told, held_ordered / held
    low_one, high_one = _wilson(one, told)
    low_other, high_other = _wilson(other, held)
    difference = one - other
    low = difference - sqrt((one - low_one) ** 2 + (high_other - other) ** 2)
    high = difference + sqrt((high_one - one) ** 2 + (other - low_other) ** 2)
    return Effect(
        told=told,
        told_ordered=told_ordered,
        held_out=held,
        held_out_ordered=held_ordered,
        difference=round(100 * difference, 1),
        low=round(100 * low, 1),
        high=round(100 * high, 1),
    )


def _wilson(share: float, people: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's score); of two such Newcombe's of their difference is made."""
    middle = (share + _Z**2 / (2 * people)) / (1 + _Z**2 / people)
    half = _Z / (1 + _Z**2 / people) * sqrt(share * (1 - share) / people + _Z**2 / (4 * people**2))
    return middle - half, middle + half
