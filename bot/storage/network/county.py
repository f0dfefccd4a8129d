"""A county as its centre sees it: its stations, and what is late, unanswered or to be installed there.

Counties of one name are told apart by city and province. Every query begins at an index by county or station, so it costs
what the county holds and not what the country does.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, case, func, or_, select

from bot.domain.order import ON_THE_WAY, Order, Status
from bot.domain.people import Station
from bot.storage.delivery import installations as visits
from bot.storage.privacy.seal import Seal
from bot.storage.schema import STILL_OPEN, alerts, orders, seen, stations
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page
from bot.storage.trade.orders import whole

LONGEST_WORDS = 20
Only = Literal["all", "late", "alerts", "unmanned"]


class County(msgspec.Struct, frozen=True):
    province: str
    city: str
    name: str

    @classmethod
    def of(cls, station: Station) -> County:
        return cls(station.province, station.city, station.county)


class StationLine(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    name: str
    town: str
    village: str
    level: str
    kind: str
    status: str
    manager: str | None
    """The person; who came by an invite may have told no name."""
    manager_name: str
    open: int
    """Orders not yet in the villager's hands."""
    late: int
    """Of these, promised for an earlier day and not at the station."""
    alerts: int
    """Nobody reacted to."""
    seen_at: datetime | None


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    stations: int
    open: int
    late: int
    waiting: int
    """At the station, not yet fetched."""
    alerts: int


def codes_in(county: County) -> Select[Any]:
    """Codes of the county's stations, as a subquery."""
    return select(stations.c.code).where(*here(county))


def totals(conn: Connection, county: County, today: date) -> Totals:
    of_orders = select(
        func.count().label("open"),
        func.coalesce(func.sum(case((_late(today), 1), else_=0)), 0).label("late"),
        func.coalesce(func.sum(case((orders.c.status == Status.AT_STATION, 1), else_=0)), 0).label("waiting"),
    ).where(orders.c.county == county.name, STILL_OPEN, orders.c.station.in_(codes_in(county)))
    row = conn.execute(of_orders).one()
    how_many = select(func.count()).select_from(stations).where(*here(county), ~stations.c.withdrawn)
    not_seen = select(func.count()).select_from(alerts).where(unseen(), alerts.c.station.in_(codes_in(county)))
    return Totals(
        stations=conn.execute(how_many).scalar_one(),
        open=row.open,
        late=row.late,
        waiting=row.waiting,
        alerts=conn.execute(not_seen).scalar_one(),
    )


def station_lines(
    conn: Connection,
    county: County,
    today: date,
    *,
    words: str = "",
    only: Only = "all",
    limit: int = 50,
    after: str | None = None,
) -> Page[StationLine]:
    """The county's stations by code, those whose names hold the words. Raises BadCursor."""
    is_late, unseen = _late_there(today), _unseen_there()
    query = _lines(county, today).order_by(stations.c.code)
    if words:
        columns = (stations.c.code, stations.c.name, stations.c.village, stations.c.town, stations.c.manager_name)
        query = query.where(or_(*(column.contains(words[:LONGEST_WORDS], autoescape=True) for column in columns)))
    if only == "unmanned":
        query = query.where(stations.c.manager.is_(None), stations.c.status == "open")
    elif only != "all":
        query = query.where((is_late if only == "late" else unseen).scalar_subquery() > 0)
    if after is not None:
        query = query.where(stations.c.code > cursor.read(after, tuple[str])[0])
    limit = max(1, min(limit, MOST_ROWS))
    return cursor.page_of(
        [StationLine(**picked(row, StationLine)) for row in conn.execute(query.limit(limit + 1))], limit, "code"
    )


def station_line(conn: Connection, county: County, code: str, today: date) -> StationLine | None:
    """One of them; None where the county has none of this code."""
    row = conn.execute(_lines(county, today).where(stations.c.code == code)).first()
    return StationLine(**picked(row, StationLine)) if row else None


def _lines(county: County, today: date) -> Select[Any]:
    is_open = select(func.count()).select_from(orders).where(orders.c.station == stations.c.code, STILL_OPEN)
    return (
        select(
            stations,
            is_open.scalar_subquery().label("open"),
            _late_there(today).scalar_subquery().label("late"),
            _unseen_there().scalar_subquery().label("alerts"),
            seen.c.at.label("seen_at"),
        )
        .outerjoin(seen, seen.c.station == stations.c.code)
        .where(*here(county), ~stations.c.withdrawn)
    )


def _late_there(today: date) -> Select[int]:
    at_station = orders.c.station == stations.c.code
    return select(func.count()).select_from(orders).where(at_station, STILL_OPEN, _late(today))


def _unseen_there() -> Select[int]:
    return select(func.count()).select_from(alerts).where(alerts.c.station == stations.c.code, unseen())


def late_orders(
    conn: Connection, seal: Seal, county: County, today: date, *, limit: int = 50, after: str | None = None
) -> Page[Order]:
    """The orders that are late, the longest first. Raises BadCursor."""
    query = (
        select(orders)
        .where(orders.c.county == county.name, STILL_OPEN, _late(today), orders.c.station.in_(codes_in(county)))
        .order_by(orders.c.promised_by, orders.c.number)
    )
    if after is not None:
        day, number = cursor.read(after, tuple[date, str])
        later = (orders.c.promised_by > day) | ((orders.c.promised_by == day) & (orders.c.number > number))
        query = query.where(later)
    rows = list(conn.execute(query.limit(limit + 1)))
    shown = rows[:limit]
    end = cursor.write(shown[-1].promised_by, shown[-1].number) if len(rows) > limit else None
    return Page(whole(conn, seal, shown), end)


def holds(conn: Connection, county: County, station: str) -> bool:
    """Whether the station is one of the county's."""
    return conn.execute(codes_in(county).where(stations.c.code == station)).first() is not None


def installations(conn: Connection, seal: Seal, county: County, since: date, *, limit: int = 100) -> list[Order]:
    """Orders with an appliance to be installed from a day on, the nearest day first."""
    query = (
        select(orders)
        .where(
            orders.c.county == county.name,
            orders.c.installation_date >= since,
            orders.c.status.not_in((Status.CANCELLED, Status.INSTALLED)),
            orders.c.station.in_(codes_in(county)),
        )
        .order_by(orders.c.installation_date, orders.c.number)
        .limit(limit)
    )
    return whole(conn, seal, conn.execute(query))


def overdue_installations(conn: Connection, seal: Seal, county: County, today: date) -> list[Order]:
    """Orders whose fitter should have come before today and that are not installed, the oldest first."""
    return visits.overdue(conn, seal, f"{county.province}/{county.city}/{county.name}", today)


def here(county: County) -> tuple[ColumnElement[bool], ...]:
    """A station is one of the county's."""
    return (
        stations.c.county == county.name,
        stations.c.city == county.city,
        stations.c.province == county.province,
    )


def _late(today: date) -> ColumnElement[bool]:
    return (orders.c.promised_by < today) & orders.c.status.in_(ON_THE_WAY)


def unseen() -> ColumnElement[bool]:
    """Nobody reacted to the alert."""
    return alerts.c.acknowledged_at.is_(None)


def picked(row: AnyRow, kind: type[msgspec.Struct]) -> dict[str, Any]:
    """What the row has of the fields of `kind`."""
    return {name: getattr(row, name) for name in kind.__struct_fields__}
