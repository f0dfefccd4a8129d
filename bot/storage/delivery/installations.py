"""The fitters' half-days: every visit takes one place, by one UPDATE that the database checks, so none is given twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.domain.events import VisitPassed
from bot.domain.installation import TO_FIT, Diary, Half, Team, Visit, halves_of, region
from bot.domain.order import Installation, Order
from bot.domain.people import Station
from bot.storage.delivery import teams
from bot.storage.network import stations
from bot.storage.privacy.seal import Seal
from bot.storage.schema import NOT_DONE, TO_COME, orders
from bot.storage.schema import installation_bookings as bookings
from bot.storage.schema import installation_slots as slots
from bot.storage.sql.retake import SlotFull
from bot.storage.sql.upsert import insert_new
from bot.storage.trade.orders import whole

MOST_VISITS = 200
_ORDERS = select(orders).where(orders.c.number.in_(bindparam("numbers", expanding=True)))
_HERE = (
    slots.c.county == bindparam("in_county"),
    slots.c.date == bindparam("on"),
    slots.c.half == bindparam("in_the"),
)
_TAKE = (
    update(slots)
    .where(*_HERE, slots.c.taken < bindparam("most"))
    .values(taken=slots.c.taken + 1, capacity=bindparam("most"))
)
_GIVE_BACK = update(slots).where(*_HERE, slots.c.taken > 0).values(taken=slots.c.taken - 1)
_TAKEN = select(slots.c.date, slots.c.half, slots.c.taken).where(
    slots.c.county == bindparam("in_county"), slots.c.date >= bindparam("since")
)
_BOOKING = select(bookings).where(bookings.c.number == bindparam("of"))
_BOOKINGS = select(bookings).where(bookings.c.number.in_(bindparam("numbers", expanding=True)))
_UNBOOK = delete(bookings).where(bookings.c.number == bindparam("of"))
_CHANGE = update(bookings).where(bookings.c.number == bindparam("of"))
_PASSED = (
    select(bookings.c.number, bookings.c.date)
    .where(TO_COME, bookings.c.date < bindparam("today"))
    .order_by(bookings.c.date, bookings.c.number)
    .limit(bindparam("most"))
)
_OVERDUE = (
    select(orders)
    .join(bookings, bookings.c.number == orders.c.number)
    .where(
        NOT_DONE,
        bookings.c.county == bindparam("county"),
        bookings.c.date < bindparam("today"),
        orders.c.status.in_([str(status) for status in TO_FIT]),
    )
    .order_by(bookings.c.date, bookings.c.number)
    .limit(bindparam("most"))
)
_TO_ANNOUNCE = (
    select(bookings.c.number)
    .where(bookings.c.date == bindparam("on"), bookings.c.announced.is_(False))
    .order_by(bookings.c.number)
    .limit(bindparam("most"))
)


def diary(conn: Connection, seal: Seal, station: Station, since: date) -> Diary:
    """What the team of the station's county has to do from a day on."""
    rows = conn.execute(_TAKEN, {"in_county": region(station), "since": since})
    taken: dict[tuple[date, Half], int] = {(row.date, row.half): row.taken for row in rows}
    return Diary(team=teams.find(conn, seal, station), taken=taken)


def book(conn: Connection, seal: Seal, order: Order, agreed: Installation) -> None:
    """Take a place for an order. Raises SlotFull. A day of rest is no hindrance: whoever agreed on one
    knew what he did."""
    station = stations.find(conn, seal, order.station) or Station(code=order.station, name="", county=order.county)
    team = teams.find(conn, seal, station)
    for half in halves_of(agreed):
        if _take(conn, team, region(station), agreed.date, half):
            row = {"number": order.number, "county": region(station), "date": agreed.date, "half": half}
            conn.execute(insert(bookings), row)
            return
    raise SlotFull(f"{agreed.date}")


def release(conn: Connection, number: str) -> str:
    """Give an order's place back, where it has one; returns what was told of the house."""
    row = conn.execute(_BOOKING, {"of": number}).first()
    if row is None or not conn.execute(_UNBOOK, {"of": number}).rowcount:
        return ""
    conn.execute(_GIVE_BACK, {"in_county": row.county, "on": row.date, "in_the": row.half})
    return str(row.readiness)


def rebook(conn: Connection, seal: Seal, order: Order, agreed: Installation) -> None:
    """Another place in the stead of the one it has. Raises SlotFull; nothing is kept then."""
    told = release(conn, order.number)
    book(conn, seal, order, agreed)
    if told:
        conn.execute(_CHANGE, {"of": order.number, "readiness": told})


def note_readiness(conn: Connection, number: str, question: str, answer: str) -> None:
    row = conn.execute(_BOOKING, {"of": number}).first()
    if row is not None:
        told = {**_told(row.readiness), question: answer}
        conn.execute(_CHANGE, {"of": number, "readiness": json.dumps(told, ensure_ascii=False)})


def readiness(conn: Connection, numbers: Sequence[str]) -> dict[str, dict[str, str]]:
    """What the villagers told of their houses, by order: question → answer."""
    return {row.number: _told(row.readiness) for row in conn.execute(_BOOKINGS, {"numbers": numbers})}


def halves(conn: Connection, numbers: Sequence[str]) -> dict[str, Half]:
    """In which half of its day each order has its place."""
    return {row.number: row.half for row in conn.execute(_BOOKINGS, {"numbers": numbers})}


def to_announce(conn: Connection, day: date, limit: int) -> list[str]:
    """Numbers of the orders with a visit on a day of which the villager was not reminded yet."""
    return list(conn.execute(_TO_ANNOUNCE, {"on": day, "most": limit}).scalars())


def note_announced(conn: Connection, number: str) -> None:
    conn.execute(_CHANGE, {"of": number, "announced": True})


def passed(conn: Connection, seal: Seal, today: date, limit: int) -> list[tuple[Order, date]]:
    """The oldest visits whose day is over and of which that is not noted: the orders, each with the day."""
    days = {row.number: row.date for row in conn.execute(_PASSED, {"today": today, "most": limit})}
    found = whole(conn, seal, conn.execute(_ORDERS, {"numbers": list(days)})) if days else []
    return sorted(((order, days[order.number]) for order in found), key=lambda one: (one[1], one[0].number))


def note_passed(conn: Connection, event: VisitPassed) -> None:
    offered = json.dumps([str(day) for day in event.days]) if event.days else ""
    stage = "done" if event.outcome == "done" else "asked"
    conn.execute(_CHANGE, {"of": event.number, "stage": stage, "offered": offered})


def note_done(conn: Connection, number: str) -> None:
    conn.execute(_CHANGE, {"of": number, "stage": "done"})


def offered_days(conn: Connection, number: str) -> list[date]:
    """Between which days the villager was asked to choose when the visit's day had passed; [] where not asked."""
    row = conn.execute(_BOOKING, {"of": number}).first()
    return [date.fromisoformat(day) for day in json.loads(row.offered)] if row is not None and row.offered else []


def overdue(conn: Connection, seal: Seal, in_region: str, today: date, limit: int = MOST_VISITS) -> list[Order]:
    """Of a county's orders those whose visit's day is over and that are not installed, the oldest first."""
    return whole(conn, seal, conn.execute(_OVERDUE, {"county": in_region, "today": today, "most": limit}))


def visits(
    conn: Connection,
    seal: Seal,
    day: date,
    *,
    in_region: str | None = None,
    county: str | None = None,
    station: str | None = None,
    limit: int = MOST_VISITS,
) -> list[Visit]:
    """The visits of a day that fit all filters given, by half and station."""
    query = (
        select(bookings.c.number, bookings.c.half, bookings.c.readiness)
        .join(orders, orders.c.number == bookings.c.number)
        .where(bookings.c.date == day)
    )
    wanted = {bookings.c.county: in_region, orders.c.county: county, orders.c.station: station}
    query = query.where(*(column == value for column, value in wanted.items() if value is not None))
    query = query.order_by(bookings.c.half.desc(), orders.c.station, orders.c.slip).limit(limit)
    rows = conn.execute(query).all()
    heads = conn.execute(_ORDERS, {"numbers": [row.number for row in rows]})
    found = {order.number: order for order in whole(conn, seal, heads)}
    return [Visit(order=found[row.number], half=row.half, readiness=_told(row.readiness)) for row in rows]


def visits_around(conn: Connection, seal: Seal, station: Station, day: date) -> list[Visit]:
    """The visits of a station's villagers; of the whole county where the station is its centre."""
    if station.level == "county":
        return visits(conn, seal, day, in_region=region(station))
    return visits(conn, seal, day, station=station.code)


def _take(conn: Connection, team: Team, county: str, day: date, half: Half) -> bool:
    place = {"county": county, "date": day, "half": half, "capacity": team.half_day_capacity, "taken": 0}
    conn.execute(insert_new(conn, slots), place)
    here: dict[str, Any] = {"in_county": county, "on": day, "in_the": half, "most": team.half_day_capacity}
    return bool(conn.execute(_TAKE, here).rowcount)


def _told(text: str) -> dict[str, str]:
    told: dict[str, str] = json.loads(text) if text else {}
    return told
