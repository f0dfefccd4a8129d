"""Parcels: how far each is, and what that means for the order whose lines they bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Literal

import msgspec

from bot.domain.events import Event, OrderMoved, ParcelMoved
from bot.domain.order import ON_THE_WAY, Order, OrderLine, Status
from bot.domain.people import Station
from bot.domain.promise import expected

STAGES = (Status.PACKED, Status.AT_COUNTY, Status.IN_TRANSIT, Status.AT_STATION)
"""What a parcel passes through; it never goes back, whatever comes in late."""


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a carrier's list."""

    time: str
    context: str


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """What a carrier says of a parcel."""

    carrier: str
    tracking_number: str
    stage: Status | None
    """One of STAGES; None where it tells nothing of the way."""
    trouble: str = ""
    """The carrier's own code where something went wrong: refused, lost, sent back."""
    track: tuple[Passed, ...] = ()
    """The carrier's whole list, newest first."""


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    carrier: str
    tracking_number: str
    number: str
    """Of its order."""
    skus: tuple[str, ...] = ()
    """The order's lines that are in it; () is all of them."""
    stage: Status | None = None

    def holds(self, line: OrderLine) -> bool:
        return not self.skus or line.sku in self.skus


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Of an order on its way: what lies at its station already, and what is still to come."""

    here: tuple[OrderLine, ...]
    missing: tuple[OrderLine, ...]
    until: date
    """When the last of it comes, as far as can be told now."""


def farther(stage: Status, than: Status | None) -> bool:
    return than is None or STAGES.index(stage) > STAGES.index(than)


def parcel_moves(  # noqa: PLR0913 - what happened, where and when
    order: Order,
    parcels: Sequence[Parcel],
    parcel: Parcel,
    to: Status,
    *,
    at: datetime,
    by: Literal["county", "carrier", "manager"],
    station: Station,
    code: str,
) -> Iterator[Event]:
    """One of an order's `parcels` is now at the stage `to`: the events for it and for its order.

    The order goes on with its first parcel, and reaches the station with its last. `code` is a free pick-up code there;
    `at` is in the service's zone. Nothing follows where the parcel was so far already.
    """
    if not farther(to, parcel.stage):
        return
    now = [msgspec.structs.replace(one, stage=to) if one == parcel else one for one in parcels]
    part = lying_part(order, now, at, station) if to is Status.AT_STATION else None
    moved = ParcelMoved(
        number=order.number, carrier=parcel.carrier, tracking_number=parcel.tracking_number, to=to, at=at
    )
    yield msgspec.structs.replace(moved, here=part.here, missing=part.missing, until=part.until) if part else moved
    whole = to is not Status.AT_STATION or all(_is_here(line, now) for line in order.lines)
    yield from order_moves(order, to if whole else Status.IN_TRANSIT, at=at, by=by, code=code)


def lying_part(order: Order, parcels: Sequence[Parcel], at: datetime, station: Station) -> Part | None:
    """How an order on its way is divided at `at` (in the service's zone); None where nothing of it has arrived, or all."""
    here = tuple(line for line in order.lines if _is_here(line, parcels))
    missing = tuple(line for line in order.lines if line not in here)
    if order.status not in ON_THE_WAY or not (here and missing):
        return None
    return Part(here=here, missing=missing, until=_whole_on(order, parcels, missing, at, station))


def order_moves(
    order: Order, to: Status, *, at: datetime, by: Literal["county", "carrier", "manager"], code: str
) -> Iterator[OrderMoved]:
    """Every step from where the order is to `to`; none where it is that far, or will never be."""
    way = (*ON_THE_WAY, Status.AT_STATION)
    if order.status not in ON_THE_WAY:
        return
    for status in way[way.index(order.status) + 1 : way.index(to) + 1]:
        here = status is Status.AT_STATION
        yield OrderMoved(number=order.number, to=status, at=at, by=by, pickup_code=code if here else None)


def _is_here(line: OrderLine, parcels: Sequence[Parcel]) -> bool:
    holding = [parcel for parcel in parcels if parcel.holds(line)]
    return bool(holding) and all(parcel.stage is Status.AT_STATION for parcel in holding)


def _whole_on(
    order: Order, parcels: Sequence[Parcel], missing: Sequence[OrderLine], at: datetime, station: Station
) -> date:
    """When the last of what is missing comes, as far as can be told now."""
    return max(expected(_behind(line, parcels), order.stock_place, at, station).day for line in missing)


def _behind(line: OrderLine, parcels: Sequence[Parcel]) -> Status:
    """How far what brings the line is; a line in no parcel yet is not packed."""
    bringing = [parcel for parcel in parcels if parcel.holds(line) and parcel.stage is not Status.AT_STATION]
    return (bringing[0].stage if bringing else None) or Status.PLACED
