"""Orders by the name they were placed for: what a manager means by 给赵大爷照旧来一单."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, case, select, update

from bot.domain.order import OPEN, Order, Status
from bot.domain.people import NAMELESS
from bot.storage.privacy.seal import Seal
from bot.storage.schema import orders
from bot.storage.trade.orders import whole

MOST = 5
SOMEBODY = f"一位{NAMELESS}"
_OF_RECIPIENT = (
    select(orders)
    .where(
        orders.c.station == bindparam("station"),
        orders.c.recipient == bindparam("recipient"),
        orders.c.placed_at >= bindparam("since", type_=orders.c.placed_at.type),
    )
    .order_by(orders.c.placed_at.desc(), orders.c.slip.desc(), orders.c.number.desc())
    .limit(MOST)
)


def of_recipient(conn: Connection, seal: Seal, station: str, recipient: str, since: datetime) -> list[Order]:
    """A station's orders for whoever goes by this name, placed since then, newest first, 5 at most."""
    said = {"station": station, "recipient": recipient, "since": since}
    return whole(conn, seal, conn.execute(_OF_RECIPIENT, said))


def name(conn: Connection, person: str, called: str) -> None:
    """Somebody whose name was not known when they ordered has told it: their open orders go by it at the counter. What
    they placed for somebody else keeps that name."""
    conn.execute(
        update(orders)
        .where(orders.c.person == person, orders.c.recipient.endswith(NAMELESS), orders.c.status.in_(OPEN))
        .values(recipient=called)
    )


def forget(conn: Connection, person: str, nobody: str) -> None:
    """Orders stay under a pseudonym, without name and door. What is still on its way has no door to be brought to: it waits at
    the station like what is to be fetched, and goes back from there where nobody comes."""
    is_open = orders.c.status.in_(OPEN)
    to_bring = and_(is_open, orders.c.status != Status.OUT_FOR_DELIVERY)
    conn.execute(
        update(orders)
        .where(orders.c.person == person)
        .values(
            person=nobody,
            recipient=case((is_open, SOMEBODY), else_=""),
            delivery=case((to_bring, "pickup"), else_=orders.c.delivery),
            address="",
            helper="",
        )
    )
