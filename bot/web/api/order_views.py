"""Orders as the API says them, each with the contact its villager is reached by."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.domain.order import Order, OrderLine
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.trade import orders
from bot.web.api.shapes import EventShape, InstallationSlot, LineShape, OrderShape, as_number
from bot.web.problems import Problem


def shapes(conn: Connection, seal: Seal, found: list[Order]) -> list[OrderShape]:
    """Orders as the API says them, each with the contact its villager is reached by."""
    contacts = contacts_of(conn, seal, found)
    return [_shape(order, contacts[order.number]) for order in found]


def known_order(conn: Connection, seal: Seal, number: str) -> Order:
    order = orders.find(conn, seal, number)
    if order is None:
        raise Problem(404, f"no order has the number {number[:24]}")
    return order


def contacts_of(conn: Connection, seal: Seal, found: list[Order]) -> dict[str, str]:
    ways = people.addresses(conn, seal, sorted({order.person for order in found if order.person}))
    return {order.number: _contact(ways.get(order.person or "", {}), order.station) for order in found}


def _shape(order: Order, contact: str) -> OrderShape:
    slot = order.installation
    return OrderShape(
        number=order.number,
        status=order.status,
        person=order.person,
        contact=contact,
        recipient=order.recipient,
        placed_by=order.placed_by,
        station=order.station,
        placed_at=order.placed_at,
        promised_by=order.promised_by,
        promised_first=order.promised_first or order.promised_by,
        promise_why=order.promise_why,
        delivery=order.delivery,
        address=order.address,
        installation=InstallationSlot(date=slot.date, period=slot.period, time=slot.time or None) if slot else None,
        pickup_code=order.pickup_code,
        total_fen=order.total_fen,
        paid_fen=order.paid_fen,
        lines=[_line(line) for line in order.lines],
        events=[EventShape(type=event.type, at=event.at, by=event.by) for event in order.events],
    )


def _line(line: OrderLine) -> LineShape:
    return LineShape(
        sku=line.sku,
        name=line.name,
        quantity=as_number(line.quantity),
        unit=line.unit,
        price_fen=line.price_fen,
        amount_fen=line.amount_fen,
    )


def _contact(ways: Mapping[str, str], station: str) -> str:
    return next(
        (f"{channel}:{ways[channel]}" for channel in ("wechat", "sms") if channel in ways), f"station:{station}"
    )
