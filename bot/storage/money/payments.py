"""The ledger of payments. Nothing in it is ever changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, func, select

from bot.domain.order import Order, Status
from bot.domain.payment import BACK, Entry, allowance_fen, change_fen, kept_fen, refunds
from bot.domain.payment import going_back_fen as going_back_of
from bot.storage.money import cash
from bot.storage.schema import payments
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.upsert import insert_new
from bot.storage.trade import orders

MOST = 100

_OF_ORDER = select(payments).where(payments.c.number == bindparam("number")).order_by(payments.c.id)
_OF_KEY = select(payments).where(payments.c.key == bindparam("key"))
_BETWEEN = (
    select(payments)
    .where(payments.c.at >= bindparam("since"), payments.c.at < bindparam("until"))
    .order_by(payments.c.at, payments.c.id)
)
_later, _last = payments.alias("later"), payments.alias("last")
_OPEN_REFUNDS = (
    select(payments)
    .where(
        payments.c.kind == "refund_asked",
        payments.c.id > func.coalesce(select(_last.c.id).where(_last.c.key == bindparam("after")).scalar_subquery(), 0),
        ~exists().where(_later.c.key == "outcome:" + payments.c.refund),
    )
    .order_by(payments.c.id)
    .limit(MOST)
)
_OPEN_TRADES = (
    select(payments)
    .where(
        payments.c.kind == "asked",
        payments.c.at >= bindparam("since"),
        payments.c.at < bindparam("until"),
        ~exists().where(_later.c.key.in_(["paid:" + payments.c.trade, "closed:" + payments.c.trade])),
    )
    .order_by(payments.c.at, payments.c.id)
    .limit(MOST)
)


def add(conn: Connection, entry: Entry) -> bool:
    """Write an entry, and what it makes of the order's paid sum; False where it is there already."""
    row = {name: getattr(entry, name) for name in Entry.__struct_fields__} | {"key": entry.key}
    new = conn.execute(insert_new(conn, payments), row).rowcount == 1
    if new and (change := change_fen(entry)):
        orders.add_paid(conn, entry.number, change, allowed_fen=allowance_fen(entry))
    return new


def of_order(conn: Connection, number: str) -> Sequence[Entry]:
    """All of an order, oldest first."""
    return [_entry(row) for row in conn.execute(_OF_ORDER, {"number": number})]


def asked(conn: Connection, trade: str) -> Entry | None:
    """What was asked for under a payment's number."""
    return _one(conn, f"asked:{trade}")


def refund_asked(conn: Connection, refund: str) -> Entry | None:
    return _one(conn, f"refund_asked:{refund}")


def was_given_up(conn: Connection, refund: str) -> bool:
    """Whether the platform once said that this refund does not come about."""
    outcome = _one(conn, f"outcome:{refund}")
    return outcome is not None and outcome.kind == "refund_failed"


def between(conn: Connection, since: datetime, until: datetime) -> Sequence[Entry]:
    return [_entry(row) for row in conn.execute(_BETWEEN, {"since": since, "until": until})]


def open_refunds(conn: Connection, after: str = "") -> Sequence[Entry]:
    """Refunds without an outcome, oldest first, MOST at most; those after the entry of the key `after`."""
    return [_entry(row) for row in conn.execute(_OPEN_REFUNDS, {"after": after})]


def open_trades(conn: Connection, since: datetime, until: datetime) -> Sequence[Entry]:
    """Payments asked for in that time of which nobody told us that they are paid or closed, oldest first, MOST at most."""
    return [_entry(row) for row in conn.execute(_OPEN_TRADES, {"since": since, "until": until})]


def owed_fen(conn: Connection, order: Order) -> int:
    """What an order costs as paid online: nothing where it came to nothing, and less by what was given back for good or
    taken over the counter."""
    if order.status in (Status.CANCELLED, Status.REFUNDED) or order.never_collected:
        return 0
    return max(0, order.total_fen - order.allowed_fen - cash.of_order_fen(conn, order.number))


def give_back(conn: Connection, number: str, amount_fen: int, at: datetime, *, sort: str = BACK) -> Sequence[Entry]:
    """Ask for refunds of so much of an order, whose row the caller holds. Raises TooMuch."""
    entries = refunds(of_order(conn, number), amount_fen, at, sort=sort)
    for entry in entries:
        add(conn, entry)
    return entries


def give_all_back(conn: Connection, number: str, at: datetime) -> None:
    """Ask for refunds of all that is paid and kept; nothing where nothing is."""
    if (kept := kept_fen(of_order(conn, number))) > 0:
        give_back(conn, number, kept, at)


def going_back_fen(conn: Connection, number: str, trade: str) -> int:
    """What of one payment of an order goes back."""
    return going_back_of(one for one in of_order(conn, number) if one.trade == trade)


def _one(conn: Connection, key: str) -> Entry | None:
    row = conn.execute(_OF_KEY, {"key": key}).one_or_none()
    return _entry(row) if row else None


def _entry(row: AnyRow) -> Entry:
    return Entry(**{name: getattr(row, name) for name in Entry.__struct_fields__})
