"""What a villager offers for sale, and what others order of it. Data: config/selling.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal, get_args

import msgspec

from config.data import read_yaml

Status = Literal["draft", "offered", "approved", "paused", "sold_out", "expired", "refused"]
STATUSES: tuple[Status, ...] = get_args(Status)
SaleStatus = Literal["pledged", "open", "handed", "lapsed", "cancelled"]
_NEXT: dict[Status, tuple[Status, ...]] = {
    "draft": ("offered", "approved", "refused", "expired"),
    "offered": ("approved", "refused", "expired"),
    "approved": ("paused", "sold_out", "expired"),
    "paused": ("approved", "expired"),
    "sold_out": ("approved", "paused", "expired"),
    "expired": (),
    "refused": (),
}
WAITING: tuple[Status, ...] = ("draft", "offered")
"""The station has not looked at it."""
LIVE: tuple[Status, ...] = ("approved", "paused", "sold_out")
MOST_QUANTITY = Decimal(10_000_000)
MOST_PRICE_FEN = 100_000_000


class Ready(msgspec.Struct, frozen=True):
    word: str
    days: int
    also: tuple[str, ...] = ()
    """Other words for it."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    commission_percent: Decimal
    freight_fen: dict[str, int]
    listed_days: int
    group_days: int
    bring_within_days: int
    fetch_within_days: int
    surplus_percent: Decimal
    hint_from_sales: int
    hint_days: int
    least_fen: int
    """For a jin."""
    least_each_fen: dict[str, int]
    """Last signs of a name → for less nobody sells one; the price is for a jin."""
    vague: tuple[str, ...]
    never: tuple[str, ...]
    """What no station takes in."""
    counted: dict[str, tuple[str, ...]]
    """Unit → the last signs of what is counted in it."""
    grades: dict[str, str]
    ready: tuple[Ready, ...]
    paid_by: dict[str, str]


RULES = msgspec.convert(read_yaml("selling.yaml"), Rules)


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    id: int = 0
    """0 until it is stored."""
    key: str
    seller: str
    """Person id."""
    seller_name: str = ""
    station: str
    goods: str
    quantity: Decimal | None = None
    """All that was ever on offer, what is sold included."""
    unit: str = ""
    price_fen: int | None = None
    """For one `price_unit`; published only where that is `unit`."""
    price_unit: str = ""
    status: Status = "draft"
    created_at: datetime
    grade: str = ""
    reason: str = ""
    """Why it was refused."""
    ready_on: date | None = None
    photo: str = ""
    sold: Decimal = Decimal(0)
    """What is ordered or pledged."""
    group_min: Decimal | None = None
    """So much must be pledged before anything counts as sold; None: each order counts at once."""
    group_until: datetime | None = None
    expires_at: datetime | None = None
    published_at: datetime | None = None

    @property
    def left(self) -> Decimal:
        return (self.quantity or Decimal(0)) - self.sold

    @property
    def lacking(self) -> Decimal:
        """What is missing before the group buy counts."""
        return max((self.group_min or Decimal(0)) - self.sold, Decimal(0))


class Sale(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody ordered of a listing."""

    key: str
    """Unique: the same order is written once."""
    listing: str
    """Key of the listing."""
    buyer: str = ""
    """Person id, '' for another marketplace's customer."""
    market: str = ""
    """The marketplace it came from, '' for a villager."""
    reference: str = ""
    """The marketplace's own number."""
    quantity: Decimal
    unit: str
    price_fen: int
    status: SaleStatus = "open"
    bring_by: date
    created_at: datetime
    paid_fen: int = 0
    """Paid in advance."""
    refund_fen: int = 0
    """To be given back, because the group buy lapsed."""
    weight: Decimal | None = None
    """What was handed over."""
    amount_fen: int = 0
    freight_fen: int = 0
    commission_fen: int = 0
    fetched_at: datetime | None = None
    """When the buyer took it home; None: it waits at his station, or is not there yet."""
    settlement: str = ""
    """Key of the settlement it was paid with; '' while it is owed."""

    @property
    def due_fen(self) -> int:
        """What the buyer pays when he fetches it; 0 or less where it is paid in advance."""
        return self.amount_fen - self.paid_fen


class Sold(msgspec.Struct, frozen=True, kw_only=True):
    """A sale together with what it is a sale of."""

    sale: Sale
    listing: Listing
    buyer_name: str = ""
    """Only where it is asked for."""


def usual_unit(goods: str) -> str:
    """What goods are counted in where nobody says: 个 for 土鸡蛋, 头 for 黑猪, else 斤."""
    tails = [(tail, unit) for unit, named in RULES.counted.items() for tail in named if goods.endswith(tail)]
    return max(tails, key=lambda found: len(found[0]), default=("", "斤"))[1]


def sold_by_weight(goods: str, fen: int) -> bool:
    """Whether a price can only be for a jin: nobody sells a pig for 8.5 yuan."""
    return any(goods.endswith(tail) and fen < least for tail, least in RULES.least_each_fen.items())


class WrongState(Exception):
    """A listing cannot go from its state to the one asked for."""

    def __init__(self, was: Status, to: Status) -> None:
        super().__init__(f"a listing that is {was} cannot become {to}")


def may_become(was: Status, to: Status) -> bool:
    return to in _NEXT[was]


def bring_by(day: date, listing: Listing) -> date:
    """Until when the seller is asked to bring what is sold on `day`."""
    soon = day + timedelta(days=RULES.bring_within_days)
    return max(soon, listing.ready_on) if listing.ready_on else soon


def share_out(weight: Decimal, ordered: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """How much each order gets of what was brought, oldest first; the last one reached gets what is over, up to the
    surplus allowed. The shares add up to the weight. Raises ValueError where too much was brought."""
    total = sum(ordered, Decimal(0))
    if weight <= 0 or weight > most_brought(total):
        raise ValueError(f"{weight} cannot be shared among orders of {total}")
    shares, rest = [], weight
    for place, wanted in enumerate(ordered):
        last = place == len(ordered) - 1
        share = rest if last else min(rest, wanted)
        if share > 0:
            shares.append(share)
        rest -= share
    return tuple(shares)


def most_brought(ordered: Decimal) -> Decimal:
    return ordered * (100 + RULES.surplus_percent) / 100
