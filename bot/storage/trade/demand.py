"""Goods that were asked for and are not carried: what merchants come to learn."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select

from bot.domain.events import DemandHeard
from bot.storage.schema import demand

MOST_MENTIONS = 200


def add(conn: Connection, heard: DemandHeard) -> None:
    row = {"person": heard.person, "station": heard.station, "mention": heard.mention, "at": heard.at}
    conn.execute(insert(demand), row)


def most_wanted(conn: Connection, *, station: str | None = None, limit: int = 50) -> list[tuple[str, int, int]]:
    """(mention, how many people, how often), by people."""
    people, times = func.count(demand.c.person.distinct()), func.count()
    query = select(demand.c.mention, people, times).group_by(demand.c.mention)
    if station is not None:
        query = query.where(demand.c.station == station)
    query = query.order_by(people.desc(), times.desc(), demand.c.mention).limit(min(limit, MOST_MENTIONS))
    return [(row[0], row[1], row[2]) for row in conn.execute(query)]
