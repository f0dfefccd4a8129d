"""How far a load is, as told by what it carries: a run nobody reports closes itself once all of it is at the station."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import Connection, and_, bindparam, case, func, or_, select, update

from bot.domain.loads import OPEN
from bot.domain.order import ON_THE_WAY, Status
from bot.domain.parcel import STAGES
from bot.storage.delivery.loads import call_off
from bot.storage.schema import load_items, loads, orders, shipments
from bot.storage.sql.columns import AnyRow

WAY = (OPEN, *(str(stage) for stage in STAGES))
THERE = len(WAY) - 1
CALLED_OFF = "cancelled"

_PARCEL = shipments.c.carrier + ":" + shipments.c.tracking_number == load_items.c.parcel
_CARRIED = load_items.join(orders, orders.c.number == load_items.c.number).outerjoin(
    shipments, and_(shipments.c.number == load_items.c.number, _PARCEL)
)
# Held, for of two who bring the last two parcels at once each would find the other's still missing.
_OF_ORDER = (
    select(loads.c.id, loads.c.stage)
    .where(
        loads.c.id.in_(select(load_items.c.load).where(load_items.c.number == bindparam("number"))),
        loads.c.stage != CALLED_OFF,
    )
    .order_by(loads.c.id)
    .with_for_update()
)
_STAGES = (
    select(load_items.c.parcel, orders.c.status, shipments.c.stage)
    .select_from(_CARRIED)
    .where(load_items.c.load == bindparam("load"))
)
_SET = update(loads).where(loads.c.id == bindparam("of")).values(stage=bindparam("to"), moved_at=bindparam("at"))
_COUNTS = orders.c.status != str(Status.CANCELLED)
_IS_THERE = and_(
    _COUNTS,
    or_(
        orders.c.status.not_in([str(status) for status in ON_THE_WAY]),
        and_(load_items.c.parcel != "", shipments.c.stage == str(Status.AT_STATION)),
    ),
)
_TALLIES = (
    select(
        load_items.c.load,
        func.sum(case((_COUNTS, 1), else_=0)).label("many"),
        func.sum(case((_IS_THERE, 1), else_=0)).label("here"),
    )
    .select_from(_CARRIED)
    .where(load_items.c.load.in_(bindparam("loads", expanding=True)))
    .group_by(load_items.c.load)
)


class Tally(msgspec.Struct, frozen=True):
    """Of the orders and parcels on a load, without those cancelled meanwhile."""

    count: int = 0
    here: int = 0
    """At the station, or farther."""


def follow(conn: Connection, number: str, at: datetime, *, back: bool = False) -> None:
    """An order, or a parcel of it, was moved: bring its loads as far as the last of what they carry. Only with `back`, where
    a step was taken back, does a load go back. A load of which all was cancelled is called off."""
    for load in conn.execute(_OF_ORDER, {"number": number}).all():
        far = [_rank(row) for row in conn.execute(_STAGES, {"load": load.id}) if row.status != Status.CANCELLED]
        if not far:
            call_off(conn, load.id, at)
        elif (to := min(far)) > WAY.index(load.stage) or (back and to < WAY.index(load.stage)):
            conn.execute(_SET, {"of": load.id, "to": WAY[to], "at": at})


def tallies(conn: Connection, ids: Collection[int]) -> dict[int, Tally]:
    """How much of each load is there; loads that carry nothing are left out."""
    rows = conn.execute(_TALLIES, {"loads": sorted(ids)}) if ids else ()
    return {row.load: Tally(int(row.many), int(row.here)) for row in rows}


def _rank(row: AnyRow) -> int:
    """Where on the way an item is: with its parcel, or with its order where that is farther."""
    if row.status not in ON_THE_WAY:
        return THERE
    told = row.stage if row.parcel else row.status
    return WAY.index(told) if told in WAY else 0
