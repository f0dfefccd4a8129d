"""Who wishes to be reminded of what runs out, what they bought, and of what they were reminded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.domain.order import Status
from bot.domain.running_out import Purchase
from bot.storage.schema import order_lines, orders, persons, reminder_wishes, reminders, suggestions
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.upsert import insert_new, upsert

LOOK_BACK = timedelta(days=500)
DROPPED = (Status.CANCELLED, Status.RETURN_REQUESTED, Status.RETURNED, Status.REFUNDED)

_DUE = (
    select(reminder_wishes.c.person)
    .join(persons, persons.c.id == reminder_wishes.c.person)
    .where(reminder_wishes.c.look_on <= bindparam("today"), ~persons.c.opted_out)
    .order_by(reminder_wishes.c.look_on, reminder_wishes.c.person)
    .limit(bindparam("most"))
)
_BOUGHT = (
    select(
        orders.c.person,
        orders.c.number,
        orders.c.placed_at,
        order_lines.c.sku,
        order_lines.c.name,
        order_lines.c.unit,
        order_lines.c.quantity,
    )
    .join(order_lines, order_lines.c.number == orders.c.number)
    .where(
        orders.c.person.in_(bindparam("people", expanding=True)),
        orders.c.placed_at >= bindparam("since"),
        orders.c.status.not_in([str(status) for status in DROPPED]),
    )
    .order_by(orders.c.placed_at, orders.c.number)
)

_WISHED = select(reminder_wishes.c.person).where(reminder_wishes.c.person == bindparam("person"))
_LAST_TOLD = (
    select(
        reminders.c.at.label("told_at"),
        orders.c.number,
        orders.c.placed_at,
        order_lines.c.sku,
        order_lines.c.name,
        order_lines.c.unit,
        order_lines.c.quantity,
    )
    .join(orders, orders.c.number == reminders.c.number)
    .join(order_lines, (order_lines.c.number == reminders.c.number) & (order_lines.c.sku == reminders.c.sku))
    .outerjoin(suggestions, suggestions.c.person == reminders.c.person)
    .where(
        reminders.c.person == bindparam("person"),
        orders.c.person == bindparam("person"),
        suggestions.c.told_at.is_distinct_from(reminders.c.at),
        reminders.c.at >= bindparam("since", type_=reminders.c.at.type),
    )
    .order_by(reminders.c.at.desc())
    .limit(1)
)
_ORDERED_SINCE = (
    select(orders.c.number)
    .where(
        orders.c.person == bindparam("person"), orders.c.placed_at > bindparam("since", type_=orders.c.placed_at.type)
    )
    .limit(1)
)


def wish(conn: Connection, person: str, at: datetime, *, wished: bool) -> None:
    if wished:
        conn.execute(insert_new(conn, reminder_wishes), {"person": person, "at": at, "look_on": at.date()})
    else:
        conn.execute(delete(reminder_wishes).where(reminder_wishes.c.person == person))


def due(conn: Connection, today: date, *, limit: int) -> Sequence[str]:
    """Who wished it and whose purchases are to be looked at today."""
    return list(conn.execute(_DUE, {"today": today, "most": limit}).scalars())


def bought(conn: Connection, people: Sequence[str], now: datetime) -> Mapping[str, Sequence[Purchase]]:
    """Person → what they bought and kept; days in the zone of `now`."""
    found: dict[str, list[Purchase]] = defaultdict(list)
    for row in conn.execute(_BOUGHT, {"people": list(people), "since": now - LOOK_BACK}):
        found[row.person].append(_purchase(row, now.tzinfo))
    return found


def told(conn: Connection, people: Sequence[str]) -> set[tuple[str, str, str]]:
    """(person, sku, number) they were reminded of."""
    rows = conn.execute(
        select(reminders.c.person, reminders.c.sku, reminders.c.number).where(reminders.c.person.in_(people))
    )
    return {(row.person, row.sku, row.number) for row in rows}


def tell(conn: Connection, person: str, out: Purchase, at: datetime) -> bool:
    """False where they heard of it already."""
    row = {"person": person, "sku": out.sku, "number": out.number, "at": at}
    return conn.execute(insert_new(conn, reminders), row).rowcount == 1


def look_again(conn: Connection, person: str, day: date) -> None:
    conn.execute(update(reminder_wishes).where(reminder_wishes.c.person == person).values(look_on=day))


def suggestible_since(conn: Connection, person: str) -> datetime | Literal["never"] | None:
    """When something was suggested to them last; None: not yet; never: they want none."""
    row = conn.execute(select(suggestions).where(suggestions.c.person == person)).first()
    if row is None:
        return None
    return "never" if row.refused else row.told_at


def wished(conn: Connection, person: str) -> bool:
    return conn.execute(_WISHED, {"person": person}).first() is not None


def last_told(conn: Connection, person: str, since: datetime) -> Purchase | None:
    """The purchase they were reminded of last, not only under an order; None where they ordered anything since."""
    row = conn.execute(_LAST_TOLD, {"person": person, "since": since}).first()
    if row is None or conn.execute(_ORDERED_SINCE, {"person": person, "since": row.told_at}).first():
        return None
    return _purchase(row, since.tzinfo)


def suggest(conn: Connection, person: str, bought: Purchase | None, at: datetime) -> None:
    """Note what was suggested: of this purchase nothing is said again, neither so nor as a reminder."""
    if bought is not None:
        tell(conn, person, bought, at)
    conn.execute(upsert(conn, suggestions, "refused"), {"person": person, "told_at": at})


def refuse_suggestions(conn: Connection, person: str) -> None:
    conn.execute(upsert(conn, suggestions, "told_at"), {"person": person, "refused": True})


def forget(conn: Connection, person: str) -> None:
    conn.execute(delete(suggestions).where(suggestions.c.person == person))
    conn.execute(delete(reminder_wishes).where(reminder_wishes.c.person == person))
    conn.execute(delete(reminders).where(reminders.c.person == person))


def hand_on(conn: Connection, former: str, person: str) -> None:
    """Of two contacts that become one person the wish of either holds, and so does a refusal."""
    if suggestible_since(conn, former) == "never":
        refuse_suggestions(conn, person)
    for row in conn.execute(select(reminder_wishes).where(reminder_wishes.c.person == former)).all():
        conn.execute(insert_new(conn, reminder_wishes), {**row._mapping, "person": person})  # noqa: SLF001 - SQLAlchemy's public name
    forget(conn, former)


def _purchase(row: AnyRow, zone: tzinfo | None) -> Purchase:
    return Purchase(
        sku=row.sku,
        name=row.name,
        unit=row.unit,
        quantity=row.quantity,
        day=_day(row.placed_at, zone),
        number=row.number,
    )


def _day(at: datetime, zone: tzinfo | None) -> date:
    return at.astimezone(zone).date()
