"""Letters that did not arrive, or of which nobody knows; and sending one once more, when somebody decides so."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, update

from bot.domain.letter import ONCE_ONLY
from bot.storage.messages.outbox_list import Entry, entry, newest_first
from bot.storage.network.county import County, codes_in
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.schema import IS_DEAD, outbox, persons, stations
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import Page

NEWS_FOR = timedelta(days=14)
"""What somebody should have heard before that is no news any more."""
MOST_COUNTED = 1000


class NotRetryable(Exception):
    """The letter is in a state from which it is not sent again; `status` says which."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter as the county sees it."""

    letter: Entry
    who: str
    """The person's name, '' where none is known."""
    station: str
    """The name of the person's station."""


def page(
    conn: Connection, seal: Seal, county: County, *, now: datetime, limit: int = 50, after: str | None = None
) -> Page[DeadLetter]:
    """Those to people of the county's stations that are still news, newest first. Raises BadCursor."""
    query = _of_county(county).where(outbox.c.created_at >= now - NEWS_FOR)
    return newest_first(conn, seal, query, partial(_dead, seal), limit=limit, after=after)


def count(conn: Connection, county: County, *, now: datetime) -> int:
    """How many that page shows; 1000 is that many or more."""
    found = _of_county(county).where(outbox.c.created_at >= now - NEWS_FOR).limit(MOST_COUNTED).subquery()
    return conn.execute(select(func.count()).select_from(found)).scalar_one()


def of_county(conn: Connection, seal: Seal, county: County, letter: int) -> DeadLetter | None:
    """One of those, by its id; None where it is not dead, or another county's."""
    row = conn.execute(_of_county(county).where(outbox.c.id == letter)).first()
    return (
        None if row is None else _dead(seal, row, people.addresses(conn, seal, [row.recipient]).get(row.recipient, {}))
    )


def retry(conn: Connection, letter: int, *, now: datetime, even_if_uncertain: bool = False) -> None:
    """Make a failed letter due again, by every way from the first. It keeps its place: it goes before what was written to
    the same person after it and has not gone. Raises LookupError where there is none, NotRetryable.

    One that is uncertain may have arrived: only `even_if_uncertain` sends it again. One that was erased says nothing any
    more, nor does a code that has run out.
    """
    may = ("failed", "uncertain") if even_if_uncertain else ("failed",)
    again = update(outbox).where(outbox.c.id == letter, outbox.c.status.in_(may), _worth_sending())
    values = {"status": "pending", "attempts": 0, "way": "", "receipt": "", "error": "", "due_at": now}
    if conn.execute(again.values(**values, leased_until=None, begun_at=None)).rowcount:
        return
    row = conn.execute(select(outbox.c.status).where(outbox.c.id == letter)).first()
    if row is None:
        raise LookupError(f"there is no letter {letter}")
    raise NotRetryable(row.status)


def station_of(conn: Connection, letter: int) -> tuple[str, str]:
    """Code and county of the station whose county it concerns; '' where nobody's."""
    query = select(stations.c.code, stations.c.county).join(outbox, outbox.c.station == stations.c.code)
    row = conn.execute(query.where(outbox.c.id == letter)).first()
    return (row.code, row.county) if row else ("", "")


def _of_county(county: County) -> Select[tuple[object, ...]]:
    return (
        select(outbox, persons.c.name.label("who"), stations.c.name.label("at"))
        .join(stations, stations.c.code == outbox.c.station)
        .outerjoin(persons, persons.c.id == outbox.c.recipient)
        .where(outbox.c.status.in_(IS_DEAD), outbox.c.station.in_(codes_in(county)), _worth_sending())
    )


def _worth_sending() -> ColumnElement[bool]:
    return and_(or_(outbox.c.text != "", outbox.c.sms != ""), outbox.c.notice.not_in(ONCE_ONLY))


def _dead(seal: Seal, row: AnyRow, reach: dict[str, str]) -> DeadLetter:
    return DeadLetter(letter=entry(seal, row, reach), who=row.who or "", station=row.at)
