"""Who did what, at the consoles, by the API or at the machine, and where: written with the deed in one transaction, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import BigInteger, Column, Connection, insert, select

from bot.domain.ids import id_of
from bot.storage.network.county import County, codes_in
from bot.storage.schema import alerts, audit, county_words, listings, loads, orders, persons, stations
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page

Role = Literal["manager", "county"]
"""At a console."""
LONGEST_SUBJECT = 200


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    person: str
    role: Role | Literal["api", "operator"]
    """`api` is a program with the API's token, `operator` whoever sits at the machine: then there is no person."""
    action: str
    """A name of config/console.yaml, `actions`."""
    subject: str = ""
    """What it was done to: an order's number, an article. Never what was written to anybody, nor a phone."""
    station: str
    county: str


class DeedSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A deed as it is shown."""

    at: datetime
    who: str
    """The name of the station's manager now; the person's own where it was somebody else."""
    role: str
    action: str
    subject: str
    station: str
    """Its name."""


_INSERT = insert(audit)


def add(conn: Connection, deed: Deed) -> None:
    row = {name: getattr(deed, name) for name in deed.__struct_fields__}
    conn.execute(_INSERT, row | {"subject": deed.subject[:LONGEST_SUBJECT]})


_STATION_OF: Mapping[str, tuple[Column[Any], Column[Any]]] = {
    "orders": (orders.c.number, orders.c.station),
    "installations": (orders.c.number, orders.c.station),
    "stations": (stations.c.code, stations.c.code),
    "shipments": (loads.c.id, loads.c.station),
    "listings": (listings.c.id, listings.c.station),
    "alerts": (alerts.c.id, alerts.c.station),
    "words": (county_words.c.id, county_words.c.station),
}
"""By what a deed may be about: by which column it is known, and which one says where it is."""


def place_of(conn: Connection, kind: str, subject: str) -> tuple[str, str]:
    """Code and county of the station that something belongs to; '' where it belongs to none."""
    if kind not in _STATION_OF:
        return "", ""
    known_by, station = _STATION_OF[kind]
    if isinstance(known_by.type, BigInteger) and id_of(subject) is None:
        return "", ""
    there = select(station).where(known_by == known_by.type.python_type(subject)).correlate(None)
    row = conn.execute(select(stations.c.code, stations.c.county).where(stations.c.code.in_(there))).first()
    return (row.code, row.county) if row else ("", "")


def add_operators(conn: Connection, action: str, subject: str, at: datetime, *, kind: str = "stations") -> None:
    """What was done from the command line; what it is about must still be there."""
    station, county = place_of(conn, kind, subject)
    add(
        conn,
        Deed(at=at, person="", role="operator", action=action, subject=subject, station=station, county=county),
    )


def page(conn: Connection, county: County, *, limit: int = 50, after: str | None = None) -> Page[DeedSeen]:
    """What was done at a county's stations and at its centre, newest first. Raises BadCursor."""
    query = (
        select(audit, stations.c.name, stations.c.manager, stations.c.manager_name, persons.c.name.label("own_name"))
        .join(stations, stations.c.code == audit.c.station)
        .outerjoin(persons, persons.c.id == audit.c.person)
        .where(audit.c.county == county.name, audit.c.station.in_(codes_in(county)))
        .order_by(audit.c.id.desc())
    )
    if after is not None:
        query = query.where(audit.c.id < cursor.read(after, tuple[int])[0])
    limit = max(1, min(limit, MOST_ROWS))
    rows = list(conn.execute(query.limit(limit + 1)))
    shown = rows[:limit]
    return Page([_seen(row) for row in shown], cursor.write(shown[-1].id) if len(rows) > limit else None)


def _seen(row: AnyRow) -> DeedSeen:
    who = row.manager_name if row.manager == row.person and row.manager_name else row.own_name
    return DeedSeen(at=row.at, who=who or "", role=row.role, action=row.action, subject=row.subject, station=row.name)
