"""What the API says and hears of lorry loads and kept promises."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from bot.domain.order import Status
from bot.web.api.shapes import Asked, Code, Shape

Number = Annotated[str, msgspec.Meta(min_length=1, max_length=24)]
Kilograms = Annotated[float, msgspec.Meta(gt=0, le=50_000)]


class WaitingShape(Shape, frozen=True, kw_only=True):
    order: str
    slip: int
    promised_by: date
    weight_kg: float


class ProposalShape(Shape, frozen=True, kw_only=True):
    """What would fill the lorry, and what would have to wait for the next."""

    station: str
    capacity_kg: float
    weight_kg: float
    orders: list[WaitingShape]
    left: list[WaitingShape]


class ParcelAsked(Asked, frozen=True, kw_only=True):
    carrier: Code
    tracking_number: Code


class LoadAsked(Asked, frozen=True, kw_only=True):
    station: Code
    day: date
    capacity_kg: Kilograms | None = None
    """None: what a village lorry usually takes."""
    orders: Annotated[list[Number], msgspec.Meta(max_length=200)] | None = None
    """None, and no parcels either: what fills the lorry."""
    parcels: Annotated[tuple[ParcelAsked, ...], msgspec.Meta(max_length=200)] = ()
    """Parts of orders."""


class LoadEventAsked(Asked, frozen=True, kw_only=True):
    type: Literal["packed", "at_county", "in_transit", "at_station", "cancelled"]


class LoadItemShape(Shape, frozen=True, kw_only=True):
    order: str
    parcel: str | None
    """`carrier:number` where only this parcel of the order is on the load."""
    weight_kg: float
    status: Status


class LoadShape(Shape, frozen=True, kw_only=True):
    id: int
    county: str
    station: str
    day: date
    capacity_kg: float | None
    weight_kg: float
    stage: str
    """open, packed, at_county, in_transit, at_station, cancelled"""
    created_at: datetime
    items: list[LoadItemShape]


class LoadPage(Shape, frozen=True, kw_only=True):
    loads: list[LoadShape]
    next: str | None


class KeptShape(Shape, frozen=True, kw_only=True):
    province: str
    city: str
    county: str
    month: str
    """2026-11, of the day first promised."""
    arrived: int
    kept: int
    """There on the day first promised, or before."""
    late: int
    next_day: int
    """There the day after they were ordered, or before."""


class KeptPage(Shape, frozen=True, kw_only=True):
    promises: list[KeptShape]
    next: str | None
