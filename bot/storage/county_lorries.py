"""A county's lorries: what waits for them, which run, and how its promises were kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
from sqlalchemy import Connection, func, select

from bot.domain.loads import LOADABLE
from bot.storage import load_stages, promises
from bot.storage.county import County, codes_in
from bot.storage.promises import Kept
from bot.storage.schema import STILL_OPEN, load_items, loads, orders, stations

MOST_ROWS = 60
MONTHS = 12


class WaitingFor(msgspec.Struct, frozen=True, kw_only=True):
    """Orders that wait for the lorry to a station."""

    station: str
    name: str
    count: int
    first: date
    """The earliest day one of them was promised for."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    name: str
    """Of the station."""
    day: date
    stage: str
    capacity_kg: Decimal | None
    weight_kg: Decimal
    count: int
    """Orders and parcels on it, without those cancelled meanwhile."""
    here: int
    """Those of them that are at the station."""


def waiting(conn: Connection, county: County) -> list[WaitingFor]:
    """Stations with orders in the county that are on no load, the earliest promise first, 60 at most."""
    on_a_load = select(load_items.c.number).where(load_items.c.number == orders.c.number).exists()
    by_station = (
        select(orders.c.station, func.count().label("many"), func.min(orders.c.promised_by).label("first"))
        .where(
            orders.c.county == county.name,
            STILL_OPEN,
            orders.c.status.in_(LOADABLE),
            orders.c.station.in_(codes_in(county)),
            ~on_a_load,
        )
        .group_by(orders.c.station)
        .subquery()
    )
    query = select(by_station, stations.c.name).join(stations, stations.c.code == by_station.c.station)
    rows = conn.execute(query.order_by(by_station.c.first, by_station.c.station).limit(MOST_ROWS))
    return [WaitingFor(station=row.station, name=row.name, count=row.many, first=row.first) for row in rows]


def runs(conn: Connection, county: County, since: date) -> list[Run]:
    """Loads of the county for `since` or later, the nearest day first, 60 at most."""
    query = (
        select(
            loads,
            stations.c.name,
            func.sum(load_items.c.weight_kg).label("kg"),
        )
        .join(stations, stations.c.code == loads.c.station)
        .outerjoin(load_items, load_items.c.load == loads.c.id)
        .where(loads.c.county == county.name, loads.c.day >= since, loads.c.station.in_(codes_in(county)))
        .group_by(*loads.columns, stations.c.name)
        .order_by(loads.c.day, loads.c.id)
        .limit(MOST_ROWS)
    )
    rows = conn.execute(query).all()
    there = load_stages.tallies(conn, [row.id for row in rows])
    return [
        Run(
            id=row.id, name=row.name, day=row.day, stage=row.stage, capacity_kg=row.capacity_kg,
            weight_kg=row.kg or Decimal(0), count=tally.count, here=tally.here,
        )
        for row in rows
        for tally in (there.get(row.id, load_stages.Tally()),)
    ]  # fmt: skip


def kept(conn: Connection, county: County) -> list[Kept]:
    """How promises were kept, the newest month first."""
    return promises.page(conn, county=county, limit=MONTHS).rows
