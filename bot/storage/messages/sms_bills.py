"""How many SMS went to each village in each month, counted as they go out."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, Select, bindparam, select, tuple_

from bot.storage.schema import contacts, persons
from bot.storage.sql import cursor
from bot.storage.sql.cursor import Page
from bot.storage.sql.upsert import adding
from bot.storage.tables.sms import sms_bills


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    station: str
    """Its code; '' is people who belong to none."""
    provider: str
    messages: int
    parts: int


_STATION = select(persons.c.station).where(persons.c.id == bindparam("recipient"))
_STATION_OF_CONTACT = (select(persons.c.station).join(contacts, contacts.c.person == persons.c.id)).where(
    contacts.c.contact == bindparam("recipient")
)
_PLACE = tuple_(sms_bills.c.station, sms_bills.c.provider)


def add(conn: Connection, recipient: str, *, provider: str, parts: int, month: str) -> None:
    """A message of so many parts went out; `recipient` as the outbox names it, `month` as 2026-11."""
    station = next(
        (found for query in (_STATION, _STATION_OF_CONTACT) if (found := _first(conn, query, recipient))), ""
    )
    row = {"month": month, "station": station, "provider": provider, "messages": 1, "parts": parts}
    conn.execute(adding(conn, sms_bills), row)


def page(conn: Connection, month: str, *, station: str | None, limit: int, after: str | None) -> Page[Bill]:
    """A month's bills by station. Raises BadCursor."""
    query = select(sms_bills).where(sms_bills.c.month == month).order_by(sms_bills.c.station, sms_bills.c.provider)
    if station is not None:
        query = query.where(sms_bills.c.station == station)
    if after is not None:
        query = query.where(tuple_(*cursor.read(after, tuple[str, str])) < _PLACE)
    rows = conn.execute(query.limit(limit + 1))
    bills = [Bill(station=row.station, provider=row.provider, messages=row.messages, parts=row.parts) for row in rows]
    return cursor.page_of(bills, limit, "station", "provider")


def _first(conn: Connection, query: Select[str], recipient: str) -> str:
    found = conn.execute(query, {"recipient": recipient}).scalar_one_or_none()
    return found or ""
