"""What the API says and hears of villagers' goods. Money is integer fen, quantities are in the listing's unit."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

import msgspec

from bot.domain.listing import Listing, Sale, SaleStatus, Status
from bot.domain.settlement import Settlement
from bot.web.api.shapes import Asked, Code, Shape, as_number

S = TypeVar("S", bound=Shape)
Amount = Annotated[float, msgspec.Meta(gt=0, le=10_000_000)]
Fen = Annotated[int, msgspec.Meta(ge=0, le=100_000_000)]


class ListingShape(Shape, frozen=True, kw_only=True):
    id: int
    seller: str
    """Person id."""
    goods: str
    quantity: float | None
    """All that was ever on offer, what is sold included."""
    unit: str
    price_fen: int | None
    status: Status
    station: str
    left: float
    grade: str
    reason: str
    """Why it was refused."""
    ready_on: date | None
    group_min: float | None
    group_until: datetime | None
    expires_at: datetime | None


class ListingPage(Shape, frozen=True, kw_only=True):
    listings: list[ListingShape]
    next: str | None


class FedShape(Shape, frozen=True, kw_only=True):
    """A listing as other marketplaces see it: nothing in it leads to the seller."""

    id: int
    goods: str
    grade: str
    left: float
    unit: str
    price_fen: int
    station: str
    county: str
    town: str
    village: str
    ready_on: date | None
    group_min: float | None
    """A group buy: orders are pledged, and count once so much is ordered in all."""
    group_lacking: float | None
    """What is missing of that now."""
    group_until: datetime | None
    """What lacks then lapses, and what was paid is given back."""
    published_at: datetime | None
    expires_at: datetime | None


class Feed(Shape, frozen=True, kw_only=True):
    listings: list[FedShape]
    next: str | None


class SaleAsked(Asked, frozen=True, kw_only=True):
    quantity: Amount
    market: Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern="^[^:]+$")]
    """Which marketplace asks."""
    reference: Code
    """Its own number of the order; the same again is the same order."""
    price_fen: Fen
    """For one unit, as the feed said: where it has changed, nothing is ordered."""
    paid_fen: Fen = 0
    """Paid in advance; given back where a group buy lapses."""


class SaleShape(Shape, frozen=True, kw_only=True):
    listing: int
    market: str
    reference: str
    quantity: float
    unit: str
    price_fen: int
    status: SaleStatus
    bring_by: date
    created_at: datetime
    weight: float | None
    """What was handed over."""
    amount_fen: int
    freight_fen: int
    commission_fen: int
    paid_fen: int
    refund_fen: int
    settlement: str | None


class SalePage(Shape, frozen=True, kw_only=True):
    orders: list[SaleShape]


class InspectionAsked(Asked, frozen=True, kw_only=True):
    decision: Literal["approve", "refuse"]
    grade: Literal["特等", "一等", "二等"] | None = None
    """Needed to approve, as `quantity` is."""
    quantity: Amount | None = None
    """As weighed, in the listing's unit."""
    price_fen: Annotated[int, msgspec.Meta(ge=1, le=100_000_000)] | None = None
    """For one unit; where it is not given, what the seller asks."""
    reason: Annotated[str, msgspec.Meta(max_length=40)] = ""
    """Needed to refuse; the seller is told."""


class SettlementShape(Shape, frozen=True, kw_only=True):
    key: str
    seller: str
    station: str
    amount_fen: int
    freight_fen: int
    commission_fen: int
    net_fen: int
    how: str
    by: str
    at: datetime


class SettlementPage(Shape, frozen=True, kw_only=True):
    settlements: list[SettlementShape]
    next: str | None


class Statement(Shape, frozen=True, kw_only=True):
    """net_fen is amount less freight less commission, and paid and owed together."""

    seller: str
    sales: list[SaleShape]
    amount_fen: int
    freight_fen: int
    commission_fen: int
    net_fen: int
    paid_fen: int
    owed_fen: int


def listing_shape(listing: Listing) -> ListingShape:
    numbers = {name: _number(getattr(listing, name)) for name in ("quantity", "group_min")}
    return _copied(ListingShape, listing, left=as_number(listing.left), **numbers)


def sale_shape(sale: Sale, listing: Listing) -> SaleShape:
    numbers = {name: _number(getattr(sale, name)) for name in ("quantity", "weight")}
    return _copied(SaleShape, sale, listing=listing.id, settlement=sale.settlement or None, **numbers)


def settlement_shape(settlement: Settlement) -> SettlementShape:
    sums = settlement.sums
    parts = {name: getattr(sums, name) for name in ("amount_fen", "freight_fen", "commission_fen", "net_fen")}
    return _copied(SettlementShape, settlement, **parts)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else as_number(value)


def _copied(shape: type[S], row: msgspec.Struct, **said: object) -> S:
    names = (name for name in shape.__struct_fields__ if name not in said)
    return shape(**{name: getattr(row, name) for name in names}, **said)
