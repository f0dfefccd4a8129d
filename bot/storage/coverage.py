"""How much of the country is served, by county; and the figures of a month, by region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, case, delete, func, insert, select

from bot.domain.coverage import Figures, a_year_before, total
from bot.storage.schema import coverage, kept_promises, sales, stations, villages

MONTHS_SHOWN = 13
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

_KEPT = (
    select(
        kept_promises.c.province,
        kept_promises.c.county,
        func.sum(kept_promises.c.arrived).label("arrived"),
        func.sum(kept_promises.c.next_day).label("next_day"),
    )
    .where(kept_promises.c.month == bindparam("month"))
    .group_by(kept_promises.c.province, kept_promises.c.county)
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


def of_counties(conn: Connection, month: str, province: str | None = None) -> list[Figures]:
    """Each county's figures of a month (2026-11), by name; those of one province only, where it is given."""
    return [figures for where, figures in _counties(conn, month) if province in (None, where)]


def of_provinces(conn: Connection, month: str) -> list[Figures]:
    """Each province's figures of a month, that with most villages first. What was ordered in counties that are in the
    network no more stands under ""."""
    parts: dict[str, list[Figures]] = defaultdict(list)
    for province, figures in _counties(conn, month):
        parts[province].append(figures)
    together = [total(some, province) for province, some in parts.items()]
    return sorted(together, key=lambda figures: (-figures.villages, figures.name))


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


def _counties(conn: Connection, month: str) -> Iterator[tuple[str, Figures]]:
    """(province, figures of a county)."""
    sold = {(row.province, row.county): row for row in conn.execute(select(sales).where(sales.c.month == month))}
    past = select(sales).where(sales.c.month == a_year_before(month))
    before = {(row.province, row.county): row.sales_fen for row in conn.execute(past)}
    kept = {(row.province, row.county): row for row in conn.execute(_KEPT, {"month": month})}
    there = {(row.province, row.county): row for row in conn.execute(select(coverage))}
    for where in sorted(there.keys() | sold.keys() | before.keys()):
        place, sale, promise = there.get(where), sold.get(where), kept.get(where)
        figures = Figures(
            name=where[1],
            counties=1 if place else 0,
            villages=place.villages if place else 0,
            stations=place.stations if place else 0,
            select_stations=place.select_stations if place else 0,
            orders=sale.orders if sale else 0,
            sales_fen=sale.sales_fen if sale else 0,
            sales_before_fen=before.get(where, 0),
            arrived=int(promise.arrived) if promise else 0,
            next_day=int(promise.next_day) if promise else 0,
        )
        yield where[0], figures
