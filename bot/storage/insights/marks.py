"""What is marked while a week is open: who ordered or asked for what. Written in the transaction of the turn itself."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.domain.events import DemandHeard, SearchHeard
from bot.domain.insight import week_of
from bot.domain.money import amount_fen
from bot.domain.order import Order, Status
from bot.storage.schema import insight_marks, order_lines, orders, products
from bot.storage.sql.prepared import Asking, Writing

_INSERT = insert(insight_marks)
_WRITE_SEARCH = Writing(lambda _dialect: _INSERT, "week", "kind", "station", "person", "at", "sku", "words", "part")
_WRITE_ORDER = Writing(
    lambda _dialect: _INSERT,
    "week", "kind", "station", "person", "sku", "words", "number", "quantity", "amount_fen", "part", "at",
)  # fmt: skip  # a table, a row a line
_BEFORE = (
    select(order_lines.c.sku, products.c.merchant)
    .join(orders, orders.c.number == order_lines.c.number)
    .outerjoin(products, products.c.sku == order_lines.c.sku)
    .where(
        orders.c.person == bindparam("person"),
        orders.c.number != bindparam("number"),
        orders.c.status != Status.CANCELLED.value,
    )
    .distinct()
)
_ASK_BEFORE = Asking(_BEFORE)
_MERCHANTS = select(products.c.sku, products.c.merchant).where(products.c.sku.in_(bindparam("skus", expanding=True)))
_FORGET_ORDER = delete(insight_marks).where(insight_marks.c.number == bindparam("of"))
_FORGET = delete(insight_marks).where(insight_marks.c.person == bindparam("of"))
_HAND_ON = update(insight_marks).where(insight_marks.c.person == bindparam("of"))


def mark_order(conn: Connection, order: Order, today: date) -> None:
    """What was ordered; `today`, by the wall clock, says in which week it counts, so that no closed week ever changes.

    Whom nobody knows, because a manager ordered for them, all count as one person of the station: so a cell has
    rather more people than it says, and never fewer."""
    parts = _parts(conn, order)
    rows = [
        {
            "week": week_of(today),
            "kind": "order",
            "station": order.station,
            "person": order.person or f"station:{order.station}",
            "sku": line.sku,
            "words": "",
            "number": order.number,
            "quantity": line.quantity,
            "amount_fen": amount_fen(line.quantity, line.price_fen),
            "part": parts[line.sku],
            "at": order.placed_at,
        }
        for line in order.lines
    ]
    _WRITE_ORDER.many(conn, rows)


def unmark_order(conn: Connection, number: str) -> None:
    """It was cancelled; where its week is closed already, it stays counted."""
    conn.execute(_FORGET_ORDER, {"of": number})


def mark_search(conn: Connection, heard: SearchHeard, today: date) -> None:
    part = "sold_out" if heard.sold_out else ""
    row = {"week": week_of(today), "kind": "search", "station": heard.station, "person": heard.person, "at": heard.at}
    _WRITE_SEARCH.many(conn, [row | {"sku": sku, "words": heard.words, "part": part} for sku in heard.skus])


def mark_missing(conn: Connection, heard: DemandHeard, today: date) -> None:
    row = {"week": week_of(today), "kind": "missing", "station": heard.station, "person": heard.person, "at": heard.at}
    conn.execute(_INSERT, [row | {"words": heard.mention}])


def forget(conn: Connection, person: str) -> None:
    """A person's marks, when their data is erased."""
    conn.execute(_FORGET, {"of": person})


def hand_on(conn: Connection, former: str, person: str) -> None:
    """Two contacts turned out to be one person."""
    conn.execute(_HAND_ON, {"of": former, "person": person})


def oldest_week(conn: Connection) -> date | None:
    """The first week that has marks, by its Monday."""
    found: date | None = conn.execute(select(insight_marks.c.week).order_by(insight_marks.c.week).limit(1)).scalar()
    return found


def _parts(conn: Connection, order: Order) -> dict[str, str]:
    """Article → new (the person's first of this merchant), again (had it before), other."""
    skus = [line.sku for line in order.lines]
    if order.person is None:
        return dict.fromkeys(skus, "other")
    known = _ASK_BEFORE.all(conn, person=order.person, number=order.number)
    had, merchants = {row.sku for row in known}, {row.merchant for row in known}
    of = {row.sku: row.merchant for row in conn.execute(_MERCHANTS, {"skus": skus})} if known else {}
    return {sku: "again" if sku in had else "other" if of.get(sku) in merchants else "new" for sku in skus}
