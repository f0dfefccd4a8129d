"""A county's lorries: what waits for them, which run, and how its promises were kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from bot.domain.loads import LOADABLE
from bot.domain.parcel import STAGES
from bot.storage.delivery import load_stages
from bot.storage.network import promises
from bot.storage.network.county import County, codes_in
from bot.storage.network.promises import Kept
from bot.storage.schema import STILL_OPEN, load_items, loads, orders, stations
from bot.storage.sql import cursor
from bot.storage.sql.cursor import Page

MONTHS = 12
ENDS = (str(STAGES[-1]), load_stages.CALLED_OFF)
"""Stages from which a run goes nowhere."""


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


def waiting(conn: Connection, county: County, *, limit: int = 30, after: str | None = None) -> Page[WaitingFor]:
    """Stations with orders in the county that are on no load, the earliest promise first. Raises BadCursor."""
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
    if after is not None:
        day, code = cursor.read(after, tuple[date, str])
        same_day = (by_station.c.first == day) & (by_station.c.station > code)
        query = query.where((by_station.c.first > day) | same_day)
    rows = conn.execute(query.order_by(by_station.c.first, by_station.c.station).limit(limit + 1)).all()
    shown = [WaitingFor(station=row.station, name=row.name, count=row.many, first=row.first) for row in rows[:limit]]
    return Page(shown, cursor.write(shown[-1].first, shown[-1].station) if len(rows) > limit else None)


def runs(
    conn: Connection, county: County, since: date, *, ended: bool = False, limit: int = 30, after: str | None = None
) -> Page[Run]:
    """Loads of the county for `since` or later, the nearest day first: those under way, or with `ended` those that are there
    or were called off. Raises BadCursor."""
    query = (
        select(loads, stations.c.name, func.sum(load_items.c.weight_kg).label("kg"))
        .join(stations, stations.c.code == loads.c.station)
        .outerjoin(load_items, load_items.c.load == loads.c.id)
        .where(*_runs_of(county, since, ended=ended))
        .group_by(*loads.columns, stations.c.name)
        .order_by(loads.c.day, loads.c.id)
        .limit(limit + 1)
    )
    if after is not None:
        day, last = cursor.read(after, tuple[date, int])
        query = query.where((loads.c.day > day) | ((loads.c.day == day) & (loads.c.id > last)))
    rows = conn.execute(query).all()
    there = load_stages.tallies(conn, [row.id for row in rows[:limit]])
    shown = [
        Run(
            id=row.id, name=row.name, day=row.day, stage=row.stage, capacity_kg=row.capacity_kg,
            weight_kg=row.kg or Decimal(0), count=tally.count, here=tally.here,
        )
        for row in rows[:limit]
        for tally in (there.get(row.id, load_stages.Tally()),)
    ]  # fmt: skip  # a table, a row a line
    return Page(shown, cursor.write(shown[-1].day, shown[-1].id) if len(rows) > limit else None)


def ended(conn: Connection, county: County, since: date) -> int:
    """How many runs are there, or were called off."""
    return conn.execute(
        select(func.count()).select_from(loads).where(*_runs_of(county, since, ended=True))
    ).scalar_one()


def _runs_of(county: County, since: date, *, ended: bool) -> tuple[ColumnElement[bool], ...]:
    over = loads.c.stage.in_(ENDS)
    here = loads.c.station.in_(codes_in(county))
    return (loads.c.county == county.name, loads.c.day >= since, here, over if ended else ~over)


def kept(conn: Connection, county: County) -> list[Kept]:
    """How promises were kept, the newest month first."""
    return promises.page(conn, county=county, limit=MONTHS).rows
