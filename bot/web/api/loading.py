"""What is put on a lorry, and moves with it by one call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from random import SystemRandom

from sqlalchemy import Connection

from bot.domain.codes import pickup_code
from bot.domain.events import Event
from bot.domain.loads import LOADABLE, MOST_ITEMS, fill
from bot.domain.order import ON_THE_WAY, IllegalMove, Order, Status
from bot.domain.parcel import order_moves, parcel_moves
from bot.domain.people import Station
from bot.storage.delivery import loads, shipments
from bot.storage.delivery.loads import Item, Load
from bot.storage.privacy.seal import Seal
from bot.storage.record import record
from bot.storage.trade import orders
from bot.web.api.load_shapes import LoadAsked, ParcelAsked
from bot.web.api.order_views import known_order
from bot.web.problems import Problem


def move_load(conn: Connection, seal: Seal, load: Load, station: Station, to: Status, at: datetime) -> None:
    """Bring everything on a load to the stage `to`. What was cancelled meanwhile, or is farther already, stays as it is."""
    dice = SystemRandom()
    taken = {order.pickup_code or "" for order in orders.open_at(conn, seal, load.station)}
    for item in loads.items_of(conn, load.id):
        order = orders.find(conn, seal, item.number)
        if order is None or order.status not in ON_THE_WAY:
            continue
        code = pickup_code(dice, taken)
        taken.add(code)
        try:
            record(conn, list(_moves(conn, order, item, station, to, at, code)), seal=seal, at=at, now=at)
        except IllegalMove:
            now = orders.find(conn, seal, item.number)
            if now is None or now.status in ON_THE_WAY:
                raise
            # Its manager told the same since it was looked at, so nothing of it was written here.


def _moves(
    conn: Connection, order: Order, item: Item, station: Station, to: Status, at: datetime, code: str
) -> Iterator[Event]:
    carrier, _, number = item.parcel.partition(":")
    parcel = shipments.find(conn, carrier, number) if item.parcel else None
    if parcel is None:
        yield from order_moves(order, to, at=at, by="county", code=code)
    else:
        parcels = shipments.of_order(conn, order.number)
        yield from parcel_moves(order, parcels, parcel, to, at=at, by="county", station=station, code=code)


def asked_items(conn: Connection, seal: Seal, asked: LoadAsked, capacity: Decimal) -> Iterator[Item]:
    """What is put on a lorry: the orders and parcels named, or what fills it. Raises Problem."""
    if asked.orders is None and not asked.parcels:
        for one in fill(loads.waiting(conn, seal, asked.station), capacity).taken:
            yield Item(number=one.number, parcel="", weight_kg=one.weight_kg)
    for number in dict.fromkeys(asked.orders or ()):
        order = _loadable(conn, seal, number, asked.station)
        yield Item(number=number, parcel="", weight_kg=loads.weigh(conn, order.lines))
    for parcel in asked.parcels:
        yield _parcel_item(conn, seal, parcel, asked.station)


def _loadable(conn: Connection, seal: Seal, number: str, station: str) -> Order:
    order = known_order(conn, seal, number)
    if order.station != station:
        raise Problem(409, f"order {number} goes to {order.station}")
    if order.status not in LOADABLE:
        raise Problem(409, f"order {number} is {order.status} and cannot be loaded")
    return order


def _parcel_item(conn: Connection, seal: Seal, asked: ParcelAsked, station: str) -> Item:
    parcel = shipments.find(conn, asked.carrier, asked.tracking_number)
    if parcel is None:
        raise Problem(404, f"no parcel of {asked.carrier} has the number {asked.tracking_number}")
    order = known_order(conn, seal, parcel.number)
    if order.station != station or order.status not in ON_THE_WAY:
        raise Problem(
            409, f"parcel {asked.tracking_number} is of order {order.number}, {order.status} to {order.station}"
        )
    lines = [line for line in order.lines if parcel.holds(line)]
    key = f"{parcel.carrier}:{parcel.tracking_number}"
    return Item(number=order.number, parcel=key, weight_kg=loads.weigh(conn, lines))


def check_fits(items: list[Item], capacity: Decimal) -> None:
    """Raise Problem 409 for an empty lorry and one that is too full."""
    weight = sum((item.weight_kg for item in items), Decimal(0))
    if not items:
        raise Problem(409, "nothing waits for this lorry")
    if len(items) > MOST_ITEMS:
        raise Problem(422, f"a load has {MOST_ITEMS} orders and parcels at most")
    if weight > capacity:
        raise Problem(409, f"{weight} kg are more than the {capacity} kg the lorry takes")
