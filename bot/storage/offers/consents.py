"""Who agreed to be told of something, offers or surveys: first come, first told."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, Table, select

from bot.storage.schema import persons, stations


def who_agreed(
    conn: Connection, consents: Table, *, without: ColumnElement[bool], counties: Collection[str], limit: int
) -> list[str]:
    """Persons of these counties (of all where none is named) who wrote themselves into `consents` and still want to
    hear from us, those left out for whom `without` holds; the earliest first."""
    query = (
        select(consents.c.person)
        .join(persons, persons.c.id == consents.c.person)
        .join(stations, stations.c.code == persons.c.station)
        .where(~persons.c.opted_out, ~without)
        .order_by(consents.c.at, consents.c.person)
        .limit(limit)
    )
    if counties:
        query = query.where(stations.c.county.in_(counties))
    return list(conn.execute(query).scalars())
