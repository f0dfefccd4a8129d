"""How the county moves an order on: what the API and the simulator share."""

from __future__ import annotations

from datetime import datetime
from random import SystemRandom

from sqlalchemy import Connection

from bot.domain.codes import pickup_code
from bot.domain.events import OrderMoved
from bot.domain.order import Order, Status
from bot.storage.privacy.seal import Seal
from bot.storage.trade import orders


def moved_by_county(
    conn: Connection, seal: Seal, order: Order, to: Status, *, at: datetime, reason: str = ""
) -> OrderMoved:
    """The event that brings `order` to `to`; arriving gives it a pick-up code that no other parcel there has."""
    code = free_code(conn, seal, order.station) if to is Status.AT_STATION else None
    return OrderMoved(number=order.number, to=to, at=at, by="county", pickup_code=code, reason=reason)


def free_code(conn: Connection, seal: Seal, station: str) -> str:
    """A pick-up code that no other parcel at the station has."""
    return pickup_code(SystemRandom(), {order.pickup_code or "" for order in orders.open_at(conn, seal, station)})
