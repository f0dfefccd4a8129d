"""What becomes of what villagers offer: looked at, published, ordered, brought, paid."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bot.domain.events.base import Event
from bot.domain.listing import Listing, Sale, Sold, Status
from bot.domain.settlement import Settlement, Sums

Caller = Literal["buyer", "seller", "manager"]
"""Who called an order off."""


class ListingOffered(Event, frozen=True, kw_only=True):
    """A villager wants to sell; a draft until the offer is confirmed."""

    key: str
    person: str
    station: str
    goods: str
    quantity: Decimal | None
    unit: str
    price_fen: int | None
    price_unit: str


class ListingDescribed(Event, frozen=True, kw_only=True):
    """The seller told more of it; what is None stays as it was."""

    listing: str
    """Key of the listing."""
    ready_on: date | None = None
    photo: str | None = None


class ListingChanged(Event, frozen=True, kw_only=True):
    """The seller changed the price, or how much there is left."""

    listing: str
    price_fen: int | None = None
    left: Decimal | None = None


class ListingMoved(Event, frozen=True, kw_only=True):
    """A listing reached another state; `listing` is as it was before."""

    listing: Listing
    to: Status
    by: str
    """seller, manager, county or system"""
    at: datetime
    reason: str = ""


class ListingInspected(Event, frozen=True, kw_only=True):
    """The station looked at it, graded and weighed it: from now on it is for sale. `listing` is as it was before."""

    listing: Listing
    grade: str
    quantity: Decimal
    price_fen: int
    until: datetime
    at: datetime


class GroupBegun(Event, frozen=True, kw_only=True):
    """From now on nothing of it counts as sold before so much is pledged together."""

    listing: Listing
    minimum: Decimal
    until: datetime


class GroupClosed(Event, frozen=True, kw_only=True):
    """The group buy came together, or its time ran out. `pledged` are all its orders."""

    listing: Listing
    reached: bool
    pledged: tuple[Sale, ...]
    bring_by: date
    at: datetime


class ListingOrdered(Event, frozen=True, kw_only=True):
    """Somebody ordered of a listing; `listing` is as it was before."""

    listing: Listing
    sale: Sale


class SaleCancelled(Event, frozen=True, kw_only=True):
    """The buyer does not want it after all, or the seller cannot bring it; nobody brought it yet."""

    sold: Sold
    at: datetime
    by: Caller = "buyer"


class SaleHanded(Event, frozen=True, kw_only=True):
    """The seller brought it, and it was weighed."""

    sold: Sold
    weight: Decimal
    sums: Sums
    at: datetime

    @property
    def person(self) -> str:
        """The buyer, at whose station it can be fetched; '' for another marketplace's customer."""
        return self.sold.sale.buyer


class SaleFetched(Event, frozen=True, kw_only=True):
    """The buyer took home what was brought and weighed."""

    sold: Sold
    at: datetime


class SellerPaid(Event, frozen=True, kw_only=True):
    """All that was handed over and owed was paid out."""

    settlement: Settlement
    sales: tuple[str, ...]
    """Keys of the sales it pays for."""
