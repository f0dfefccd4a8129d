"""How much of the country is served, by county; and the figures of a month, by region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

from sqlalchemy import Connection, Table, case, delete, func, insert, select

from bot.domain.coverage import Figures, a_year_before
from bot.storage.schema import coverage, kept_promises, sales, stations, villages
from bot.storage.sql.columns import AnyRow

MONTHS_SHOWN = 13
Level = Literal["province", "county"]
_OPEN = (~stations.c.withdrawn) & (stations.c.status == "open") & (stations.c.level == "village")
_STATIONS = (
    select(
        stations.c.province,
        stations.c.county,
        func.count().label("stations"),
        func.sum(case((stations.c.kind == "select", 1), else_=0)).label("select_stations"),
    )
    .where(_OPEN)
    .group_by(stations.c.province, stations.c.county)
)
# A village with a station of its own is counted by the station; here come those that another one serves.
_SERVED = (
    select(villages.c.province, villages.c.county, func.count().label("villages"))
    .join(stations, stations.c.code == villages.c.station)
    .where(villages.c.station != "", _OPEN, stations.c.village != villages.c.name)
    .group_by(villages.c.province, villages.c.county)
)


def count(conn: Connection) -> int:
    """Count the network anew; returns the number of counties. A second at 150,000 stations."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(
        lambda: {"stations": 0, "select_stations": 0, "villages": 0}
    )
    for row in conn.execute(_STATIONS):
        counts = {"stations": row.stations, "select_stations": row.select_stations, "villages": row.stations}
        found[row.province, row.county] = counts
    for row in conn.execute(_SERVED):
        found[row.province, row.county]["villages"] += row.villages
    conn.execute(delete(coverage))
    if found:
        rows = [{"province": province, "county": county, **counts} for (province, county), counts in found.items()]
        conn.execute(insert(coverage), rows)
    return len(found)


def of_counties(conn: Connection, month: str, province: str) -> list[Figures]:
    """The figures of a month (2026-11) of each county of a province, by name."""
    return sorted(_of_regions(conn, month, "county", province), key=lambda figures: figures.name)


def of_provinces(conn: Connection, month: str) -> list[Figures]:
    """Each province's figures of a month, that with most villages first. What was ordered in counties that are in the
    network no more stands under ""."""
    return sorted(_of_regions(conn, month, "province"), key=lambda figures: (-figures.villages, figures.name))


def of_months(conn: Connection, until: str) -> list[Figures]:
    """Orders and sales of all counties in the last 13 months with any, the newest first."""
    query = (
        select(sales.c.month, func.sum(sales.c.orders).label("orders"), func.sum(sales.c.sales_fen).label("sales_fen"))
        .where(sales.c.month <= until, sales.c.month >= a_year_before(a_year_before(until)))
        .group_by(sales.c.month)
        .order_by(sales.c.month.desc())
    )
    rows = {row.month: row for row in conn.execute(query)}
    return [
        Figures(
            name=month,
            orders=int(row.orders),
            sales_fen=int(row.sales_fen),
            sales_before_fen=int(rows[before].sales_fen) if (before := a_year_before(month)) in rows else 0,
        )
        for month, row in list(rows.items())[:MONTHS_SHOWN]
    ]


def _of_regions(conn: Connection, month: str, level: Level, province: str | None = None) -> Iterator[Figures]:
    """Added up by the database: there are a thousand counties, and a page shows a few dozen rows."""

    def asked(table: Table, *what: str, of: str | None = None) -> dict[str, AnyRow]:
        counted = (func.sum(table.c[name]).label(name) for name in what)
        query = select(table.c[level].label("name"), func.count().label("regions"), *counted).group_by(table.c[level])
        query = query if of is None else query.where(table.c.month == of)
        query = query if province is None else query.where(table.c.province == province)
        return {row.name: row for row in conn.execute(query)}

    there = asked(coverage, "villages", "stations", "select_stations")
    sold = asked(sales, "orders", "sales_fen", of=month)
    before = asked(sales, "sales_fen", of=a_year_before(month))
    kept = asked(kept_promises, "arrived", "next_day", of=month)
    for name in there.keys() | sold.keys() | before.keys():
        place, sale, past, promise = there.get(name), sold.get(name), before.get(name), kept.get(name)
        yield Figures(
            name=name,
            counties=place.regions if place else 0,
            villages=int(place.villages) if place else 0,
            stations=int(place.stations) if place else 0,
            select_stations=int(place.select_stations) if place else 0,
            orders=int(sale.orders) if sale else 0,
            sales_fen=int(sale.sales_fen) if sale else 0,
            sales_before_fen=int(past.sales_fen) if past else 0,
            arrived=int(promise.arrived) if promise else 0,
            next_day=int(promise.next_day) if promise else 0,
        )
