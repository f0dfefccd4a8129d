"""Who did what at the consoles, and where: written with the deed in one transaction, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import Connection, insert, select

from bot.storage import cursor
from bot.storage.columns import AnyRow
from bot.storage.county import County, codes_in
from bot.storage.cursor import MOST_ROWS, Page
from bot.storage.schema import audit, persons, stations

Role = Literal["manager", "county"]
"""At a console."""
LONGEST_SUBJECT = 200


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    person: str
    role: Role | Literal["api"]
    """`api` is a program with the API's token: then there is no person."""
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
