"""Who runs a station, what they have learned, and what they need: as the county and the API see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import cache

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from bot.domain.course import courses
from bot.domain.training import Certificate, Mistakes, Progress, Standing, needed, needed_of, standing
from bot.storage.network.county import County
from bot.storage.schema import stations
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page
from bot.storage.training import lessons, mistakes

MOST_OF_A_COUNTY = 1000
_RUN = (stations.c.manager.is_not(None), stations.c.level != "county", ~stations.c.withdrawn)


class Learner(msgspec.Struct, frozen=True, kw_only=True):
    """A station's manager. Who runs several stations stands at each."""

    person: str
    station: str
    """Its code."""
    name: str
    town: str
    village: str
    manager_name: str
    standing: Mapping[str, Standing]
    """Course → how far; of every course."""
    certificates: tuple[Certificate, ...]
    mistakes: Mistakes
    """Of the station, lately."""
    needs: tuple[str, ...]
    """Courses that help against them, with something in them not known yet."""
    last_at: datetime | None
    """When a question was answered last."""


def page(
    conn: Connection,
    now: datetime,
    *,
    county: County | str | None = None,
    station: str | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Page[Learner]:
    """Managers by their stations' codes; of one county (by its name alone: of all so called), or of one station. County
    centres have none to teach. Raises BadCursor."""
    query = select(stations).where(*_RUN, *_within(county))
    if station is not None:
        query = query.where(stations.c.code == station)
    if after is not None:
        query = query.where(stations.c.code > cursor.read(after, tuple[str])[0])
    limit = max(1, min(limit, MOST_ROWS))
    rows = list(conn.execute(query.order_by(stations.c.code).limit(limit + 1)))
    shown = _whole(conn, rows[:limit], _went_wrong(conn, rows[:limit], now))
    return Page(shown, cursor.write(shown[-1].station) if len(rows) > limit else None)


def by_need(
    conn: Connection, now: datetime, county: County, *, limit: int = 50, after: str | None = None
) -> Page[Learner]:
    """A county's managers, who needs most first: most courses that would help, then most that went wrong, then least known.
    1000 are looked at. Raises BadCursor."""
    begun = cursor.read(after, tuple[int])[0] if after is not None else 0
    query = select(stations).where(*_RUN, *_within(county)).order_by(stations.c.code).limit(MOST_OF_A_COUNTY)
    rows = list(conn.execute(query))
    known, wrong = lessons.known_of(conn, _people(rows)), _went_wrong(conn, rows, now)
    ranked = sorted(rows, key=lambda row: _need(row.code, known.get(row.manager, set()), wrong.get(row.code, {})))
    shown = _whole(conn, ranked[begun : begun + limit], wrong)
    return Page(shown, cursor.write(begun + limit) if len(ranked) > begun + limit else None)


def _need(station: str, known: AbstractSet[tuple[str, str]], wrong: Mistakes) -> tuple[int, int, int, str]:
    needs = needed_of(courses(), wrong, known) if wrong else ()
    return -len(needs), -sum(wrong.values()), len(known & pieces()), station


@cache
def pieces() -> frozenset[tuple[str, str]]:
    """(course, piece) of all that is taught now: people may have answered what is no more."""
    return frozenset((course.key, piece.key) for course in courses() for piece in course.pieces)


def _within(county: County | str | None) -> tuple[ColumnElement[bool], ...]:
    if county is None:
        return ()
    if isinstance(county, str):
        return (stations.c.county == county,)
    return (
        stations.c.county == county.name,
        stations.c.city == county.city,
        stations.c.province == county.province,
    )


def _people(rows: Iterable[AnyRow]) -> set[str]:
    return {row.manager for row in rows}


def _went_wrong(conn: Connection, rows: Iterable[AnyRow], now: datetime) -> Mapping[str, Mistakes]:
    return mistakes.of_stations(conn, {row.code for row in rows}, now)


def _whole(conn: Connection, rows: list[AnyRow], wrong: Mapping[str, Mistakes]) -> list[Learner]:
    """The same few queries for however many."""
    people = _people(rows)
    learned = lessons.progress_of(conn, people)
    earned: dict[str, list[Certificate]] = {}
    for one in lessons.certificates_of(conn, people):
        earned.setdefault(one.person, []).append(one)
    return [
        _learner(row, learned.get(row.manager, {}), wrong.get(row.code, {}), tuple(earned.get(row.manager, ())))
        for row in rows
    ]


def _learner(row: AnyRow, progress: Progress, wrong: Mistakes, certificates: tuple[Certificate, ...]) -> Learner:
    return Learner(
        person=row.manager,
        station=row.code,
        name=row.name,
        town=row.town,
        village=row.village,
        manager_name=row.manager_name,
        standing={course.key: standing(course, progress) for course in courses()},
        certificates=certificates,
        mistakes=wrong,
        needs=tuple(course.key for course in needed(courses(), wrong, progress)),
        last_at=max((answer.at for answer in progress.values()), default=None),
    )
