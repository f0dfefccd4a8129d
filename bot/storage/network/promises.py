"""How promises were kept, counted by county and month as goods arrive; and which are about to be broken."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, exists, literal, select, tuple_

from bot.domain.order import Order, Status
from bot.storage.network.county import County
from bot.storage.privacy.seal import Seal
from bot.storage.schema import COMING, alerts, stations
from bot.storage.schema import kept_promises as promises
from bot.storage.schema import orders as table
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page
from bot.storage.sql.upsert import adding
from bot.storage.trade import orders

AT_ONCE = 500
ONE_DAY = timedelta(days=1)
_ON_A_LORRY = table.c.status == str(Status.IN_TRANSIT)
_STILL_IN_THE_CITY = (table.c.stock_place == "city") & table.c.status.in_([str(Status.PLACED), str(Status.PACKED)])
# Only what may well be late is read, or those on time would fill the pages and hide it.
_LEFT_BEHIND = (
    select(table)
    .where(
        COMING,
        ~_ON_A_LORRY,
        table.c.promised_by.between(bindparam("since"), bindparam("tomorrow")),
        (table.c.promised_by <= bindparam("today")) | _STILL_IN_THE_CITY,
    )
    .order_by(table.c.promised_by, table.c.number)
    .limit(AT_ONCE)
)
_RIDING = (
    select(table)
    .where(COMING, _ON_A_LORRY, table.c.promised_by.between(bindparam("since"), bindparam("today")))
    .order_by(table.c.promised_by, table.c.number)
    .limit(AT_ONCE)
)
_PLACE = select(stations.c.province, stations.c.city).where(stations.c.code == bindparam("station"))
_ORDER = (promises.c.county, promises.c.province, promises.c.city)
_ASKED = exists().where(alerts.c.key == literal("unreported:") + table.c.station + literal(":") + bindparam("day"))
_RIDING_UNASKED = _RIDING.where(~_ASKED)


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Of the orders promised for a month in a county."""

    province: str
    city: str
    county: str
    month: str
    """2026-11, of the first promise."""
    arrived: int
    kept: int
    """Arrived on the day first promised, or before."""
    next_day: int
    """Arrived the day after they were ordered, or before."""


def note_arrival(conn: Connection, order: Order, at: datetime) -> None:
    """Count an order that reaches its station at `at` (in the service's zone), the first time it does.

    `order` is as it was before; the goods of a shelf were never promised.
    """
    if order.from_shelf or any(event.type == Status.AT_STATION for event in order.events):
        return
    first = order.promised_first or order.promised_by
    next_day = order.placed_at.astimezone(at.tzinfo).date() + ONE_DAY
    place = conn.execute(_PLACE, {"station": order.station}).first()
    row = {
        "province": place.province if place else "",
        "city": place.city if place else "",
        "county": order.county,
        "month": f"{first:%Y-%m}",
        "arrived": 1,
        "kept": int(at.date() <= first),
        "next_day": int(at.date() <= next_day),
    }
    conn.execute(adding(conn, promises), row)


def page(
    conn: Connection,
    *,
    county: County | str | None = None,
    month: str | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Page[Kept]:
    """By month, the newest first, then by county. A county by its name alone is all that are so called, each for itself.
    Raises BadCursor."""
    query = select(promises).where(*_within(county))
    if month is not None:
        query = query.where(promises.c.month == month)
    if after is not None:
        last, *place = cursor.read(after, tuple[str, str, str, str])
        query = query.where((promises.c.month < last) | ((promises.c.month == last) & (tuple_(*_ORDER) > tuple(place))))
    limit = max(1, min(limit, MOST_ROWS))
    found = [_kept(row) for row in conn.execute(query.order_by(promises.c.month.desc(), *_ORDER).limit(limit + 1))]
    shown = found[:limit]
    return Page(shown, _after(shown[-1]) if len(found) > limit else None)


def _within(county: County | str | None) -> tuple[ColumnElement[bool], ...]:
    if county is None:
        return ()
    if isinstance(county, str):
        return (promises.c.county == county,)
    return (
        promises.c.province == county.province,
        promises.c.city == county.city,
        promises.c.county == county.name,
    )


def _kept(row: AnyRow) -> Kept:
    return Kept(**{name: getattr(row, name) for name in Kept.__struct_fields__})


def _after(last: Kept) -> str:
    return cursor.write(last.month, last.county, last.province, last.city)


def left_behind(conn: Connection, seal: Seal, today: date) -> list[Order]:
    """Orders promised for yesterday or today that are on no lorry yet, and those for tomorrow that are still in the city: the
    nearest day first, 500 at most."""
    days = {"since": today - ONE_DAY, "today": today, "tomorrow": today + ONE_DAY}
    return orders.whole(conn, seal, conn.execute(_LEFT_BEHIND, days))


def riding(conn: Connection, seal: Seal, today: date, *, unasked: bool) -> list[Order]:
    """Orders promised for yesterday or today that are on a lorry, 500 at most; with `unasked`, of stations whose manager was not
    asked for them today."""
    days = {"since": today - ONE_DAY, "today": today}
    if unasked:
        return orders.whole(conn, seal, conn.execute(_RIDING_UNASKED, days | {"day": str(today)}))
    return orders.whole(conn, seal, conn.execute(_RIDING, days))
