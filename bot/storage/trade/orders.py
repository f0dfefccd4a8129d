"""Orders: written, moved, found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import Connection, Select, bindparam, insert, select, tuple_, union, union_all, update

from bot.domain.order import Installation, Order, OrderEvent, OrderLine, Status
from bot.storage.privacy.seal import Seal
from bot.storage.schema import HELPED, STILL_OPEN, order_events, order_lines, orders
from bot.storage.sql import cursor
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.cursor import MOST_ROWS, Page
from bot.storage.sql.prepared import Asking, Writing

OWN, AT_A_STATION = 20, 500

_HOLD = select(orders.c.number).where(orders.c.number == bindparam("number")).with_for_update()
_STATUSES = select(orders.c.number, orders.c.status).where(orders.c.number.in_(bindparam("numbers", expanding=True)))
_NEWEST = (orders.c.placed_at.desc(), orders.c.slip.desc(), orders.c.number.desc())
# Two looks by index rather than one `or`, which a planner may answer by reading all orders by their time.
_OF_PERSON = [
    select(orders.c.number).where(*mine).order_by(*_NEWEST).limit(OWN).subquery()
    for mine in ([orders.c.person == bindparam("person")], [orders.c.helper == bindparam("person"), HELPED])
]
_ASK_OWN = Asking(
    select(orders)
    .where(orders.c.number.in_(union_all(*(select(found.c.number) for found in _OF_PERSON))))
    .order_by(*_NEWEST)
    .limit(OWN)
)
_OPEN_AT = (
    select(orders)
    .where(orders.c.station == bindparam("station"), STILL_OPEN)
    .order_by(orders.c.placed_at, orders.c.number)
    .limit(AT_A_STATION)
)
_WITHIN = [
    select(orders.c.number).where(
        orders.c.station == bindparam("station"), column.between(bindparam("since"), bindparam("until"))
    )
    for column in (orders.c.placed_at, orders.c.moved_at)
]
_TOUCHED = (
    select(orders)
    .where(orders.c.number.in_(union(*_WITHIN)))
    .order_by(orders.c.placed_at, orders.c.number)
    .limit(AT_A_STATION)
)
_LINES = (
    select(order_lines)
    .where(order_lines.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(order_lines.c.number, order_lines.c.position)
)
_EVENTS = (
    select(order_events)
    .where(order_events.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(order_events.c.id)
)
_ASK_BY_NUMBER = Asking(select(orders).where(orders.c.number == bindparam("number")))
_ASK_LINES, _ASK_EVENTS = Asking(_LINES, "numbers"), Asking(_EVENTS, "numbers")
_WRITE_LINES = Writing(lambda _dialect: insert(order_lines), "number", "position", *OrderLine.__struct_fields__)
_WRITE_EVENT = Writing(lambda _dialect: insert(order_events), "number", "type", "at", "by", "reason")
_MOVE = update(orders).where(orders.c.number == bindparam("of"), orders.c.status == bindparam("was"))
_CHANGE = update(orders).where(orders.c.number == bindparam("of"))


def add(conn: Connection, seal: Seal, order: Order) -> None:
    """Write a new order with its lines. Raises IntegrityError where number, draft or slip is taken."""
    installation = order.installation
    row = {name: getattr(order, name) for name in _PLAIN} | {
        "status": str(order.status),
        "address": seal.seal(order.address),
        "moved_at": order.placed_at,
        "total_fen": order.total_fen,
        "installation_date": installation and installation.date,
        "installation_period": installation and installation.period,
        "installation_time": installation.time if installation else "",
    }
    _WRITE_ORDER.one(conn, row)
    lines = enumerate(map(asdict, order.lines))
    _WRITE_LINES.many(conn, [{"number": order.number, "position": place, **line} for place, line in lines])
    placed = OrderEvent(type="placed", at=order.placed_at, by=order.placed_by.partition(":")[0])
    for event in order.events or (placed,):
        add_event(conn, order.number, event)


def add_event(conn: Connection, number: str, event: OrderEvent, reason: str = "") -> None:
    row = {"number": number, "type": event.type, "at": event.at, "by": event.by, "reason": reason}
    _WRITE_EVENT.one(conn, row)


def move(conn: Connection, order: Order, to: Status, at: datetime, **also: Any) -> bool:
    """Set the status where it is still what `order` says; False when somebody else was quicker."""
    values = {"of": order.number, "was": str(order.status), "status": str(to), "moved_at": at, **also}
    return conn.execute(_MOVE, values).rowcount == 1


def change(conn: Connection, number: str, **values: Any) -> None:
    """Set other columns of an order."""
    conn.execute(_CHANGE, {"of": number, **values})


def add_paid(conn: Connection, number: str, fen: int, *, allowed_fen: int = 0) -> None:
    """So much more of an order is paid, or allowed; less where it goes back. By the database's own sum: two at once both
    count."""
    sums = {"paid_fen": orders.c.paid_fen + fen, "allowed_fen": orders.c.allowed_fen + allowed_fen}
    conn.execute(update(orders).where(orders.c.number == number).values(sums))


def find(conn: Connection, seal: Seal, number: str) -> Order | None:
    return next(iter(whole(conn, seal, _ASK_BY_NUMBER.all(conn, number=number))), None)


def hold(conn: Connection, number: str) -> None:
    """Nobody else moves this order until the transaction ends. SQLite has one writer anyway, and leaves the words out."""
    conn.execute(_HOLD, {"number": number})


def statuses(conn: Connection, numbers: Sequence[str]) -> dict[str, Status]:
    """Where each of these orders is."""
    return {row.number: Status(row.status) for row in conn.execute(_STATUSES, {"numbers": numbers})}


def own(conn: Connection, seal: Seal, person: str) -> list[Order]:
    """A person's newest orders, and those they placed for their parents, newest first, 20 at most."""
    return whole(conn, seal, _ASK_OWN.all(conn, person=person))


def open_at(conn: Connection, seal: Seal, station: str) -> list[Order]:
    """A station's open orders, oldest first, 500 at most."""
    return whole(conn, seal, conn.execute(_OPEN_AT, {"station": station}))


def touched(conn: Connection, seal: Seal, station: str, since: datetime, until: datetime) -> list[Order]:
    """A station's orders placed or last moved from `since` to `until`, oldest first, 500 at most."""
    return whole(conn, seal, conn.execute(_TOUCHED, {"station": station, "since": since, "until": until}))


def page(
    conn: Connection,
    seal: Seal,
    *,
    person: str | None = None,
    station: str | None = None,
    status: str | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Page[Order]:
    """Orders, newest first, that fit all filters given; of one second, the later slip first. Raises BadCursor."""
    wanted = {orders.c.person: person, orders.c.station: station, orders.c.status: status}
    query = select(orders).where(*(column == value for column, value in wanted.items() if value is not None))
    by = (orders.c.placed_at, orders.c.slip, orders.c.number)  # numbers are drawn by lot; slips run on
    query = query.order_by(*(column.desc() for column in by))
    if after is not None:
        query = query.where(tuple_(*by) < cursor.read(after, tuple[datetime, int, str]))
    limit = max(1, min(limit, MOST_ROWS))
    found = whole(conn, seal, conn.execute(query.limit(limit + 1)))
    return cursor.page_of(found, limit, "placed_at", "slip", "number")


def installations(
    conn: Connection,
    seal: Seal,
    *,
    station: str | None = None,
    county: str | None = None,
    on: date | None = None,
    since: date | None = None,
    limit: int = MOST_ROWS,
) -> list[Order]:
    """Orders with an installation to do or done, the nearest day first."""
    query: Select[Any] = select(orders).where(orders.c.installation_date.is_not(None))
    wanted = {orders.c.station: station, orders.c.county: county, orders.c.installation_date: on}
    query = query.where(*(column == value for column, value in wanted.items() if value is not None))
    if since is not None:
        query = query.where(orders.c.installation_date >= since)
    query = query.order_by(orders.c.installation_date, orders.c.number).limit(limit)
    return whole(conn, seal, conn.execute(query))


_PLAIN = (
    "number", "slip", "person", "recipient", "placed_by", "station", "county", "delivery", "placed_at", "promised_by",
    "promised_first", "promise_why", "stock_place", "pickup_code", "draft", "from_shelf",
    "helper", "paid_fen", "allowed_fen",
)  # fmt: skip  # a table, a row a line


_WRITE_ORDER = Writing(
    lambda _dialect: insert(orders),
    *_PLAIN,
    "status",
    "address",
    "moved_at",
    "total_fen",
    "installation_date",
    "installation_period",
    "installation_time",
)


def whole(conn: Connection, seal: Seal, rows: Iterable[AnyRow]) -> list[Order]:
    """Orders of these rows with their lines and events: two more queries, however many orders."""
    heads = list(rows)
    if not heads:
        return []
    numbers = [row.number for row in heads]
    lines: dict[str, list[OrderLine]] = {number: [] for number in numbers}
    events: dict[str, list[OrderEvent]] = {number: [] for number in numbers}
    for row in _ASK_LINES.all(conn, numbers=numbers):
        lines[row.number].append(_line(row))
    for row in _ASK_EVENTS.all(conn, numbers=numbers):
        events[row.number].append(OrderEvent(type=row.type, at=row.at, by=row.by))
    return [_order(seal, row, lines[row.number], events[row.number]) for row in heads]


def _line(row: AnyRow) -> OrderLine:
    return OrderLine(sku=row.sku, name=row.name, unit=row.unit, quantity=row.quantity, price_fen=row.price_fen)


def _order(seal: Seal, row: AnyRow, lines: Sequence[OrderLine], events: Sequence[OrderEvent]) -> Order:
    day, period, time = row.installation_date, row.installation_period, row.installation_time
    return Order(
        **{name: getattr(row, name) for name in _PLAIN},
        status=Status(row.status),
        address=seal.unseal(row.address),
        installation=day and Installation(date=day, period=period, time=time),
        lines=tuple(lines),
        events=tuple(events),
    )
