"""A station closes: its villagers and what they ordered go to another one, and they are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from random import SystemRandom
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select, update

from bot.dialogue.replies import render
from bot.domain import events as happened
from bot.domain.codes import pickup_code
from bot.domain.letter import Letter
from bot.domain.order import Status
from bot.domain.people import Station
from bot.storage.messages import outbox
from bot.storage.money import cash
from bot.storage.network import stations as network
from bot.storage.persons.managing import handed_up
from bot.storage.privacy.seal import Seal
from bot.storage.record import record
from bot.storage.schema import STILL_OPEN, orders, persons, stations
from bot.storage.trade import order_numbers, stock
from bot.storage.trade import orders as booked

MOST_SUCCESSORS = 40
_LYING = (Status.AT_STATION, Status.OUT_FOR_DELIVERY)


class CannotClose(Exception):
    """The station cannot be closed so; the text says why and how it can."""


class Successor(msgspec.Struct, frozen=True):
    """A station that could take over."""

    code: str
    name: str
    town: str
    village: str


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    station: str
    successor: str
    villagers: int
    orders: int


class Burden(msgspec.Struct, frozen=True, kw_only=True):
    """What a station would leave behind."""

    villagers: int
    orders: int
    """Open ones, those that lie there among them."""
    lying: int
    """Parcels that lie there, or are on their way to a door: somebody has to carry them over."""
    cash_fen: int
    """In its manager's hands."""
    articles: int
    """On its shelf."""


def burden(conn: Connection, code: str) -> Burden:
    """What closing a station now would have to take care of."""
    here = select(func.count().label("all"), func.count().filter(orders.c.status.in_(_LYING)).label("lying")).where(
        orders.c.station == code, STILL_OPEN
    )
    of_orders = conn.execute(here).one()
    return Burden(
        villagers=conn.execute(select(func.count()).where(persons.c.station == code)).scalar_one(),
        orders=of_orders.all,
        lying=of_orders.lying,
        cash_fen=cash.balance_fen(conn, code),
        articles=sum(count.quantity > 0 for count in stock.shelves(conn, station=code)),
    )


def successors(conn: Connection, station: Station, limit: int = MOST_SUCCESSORS) -> list[Successor]:
    """Open stations of the same county that could take over, those of the same town first."""
    query = (
        select(*(stations.c[name] for name in Successor.__struct_fields__))
        .where(
            stations.c.county == station.county,
            stations.c.city == station.city,
            stations.c.province == station.province,
            stations.c.code != station.code,
            stations.c.status == "open",
            ~stations.c.withdrawn,
        )
        .order_by(stations.c.town != station.town, stations.c.code)
        .limit(limit)
    )
    return [Successor(*row) for row in conn.execute(query)]


def close(conn: Connection, seal: Seal, code: str, move_to: str, at: datetime) -> Closed:
    """Close a station. Whoever belongs to it and every open order of it go to the station `move_to`; without one a station
    closes only where nobody belongs to it and no order is open. `at` is in the service's zone. Raises CannotClose."""
    station = _open(conn, seal, code)
    successor = _open(conn, seal, move_to) if move_to else None
    if successor is not None and successor.code == station.code:
        raise CannotClose(f"{code} cannot take over from itself")
    bound = list(conn.execute(select(persons.c.id).where(persons.c.station == code)).scalars())
    waiting = list(conn.execute(select(orders.c.number).where(orders.c.station == code, STILL_OPEN)).scalars())
    if successor is None and (bound or waiting):
        raise CannotClose(
            f"{code} has {len(bound)} villager(s) and {len(waiting)} open order(s); name the station they go to (move_to)"
        )
    if successor is not None:
        _move_orders(conn, seal, waiting, successor)
        conn.execute(update(persons).where(persons.c.station == code).values(station=successor.code))
        told = [person for person in bound if person != _manager(conn, code)]
        outbox.write(conn, seal, _letters(told, station, successor), now=at)
        record(conn, [_taken_over(station, successor, len(bound), len(waiting))], seal=seal, at=at, now=at)
    record(conn, _leaving(conn, seal, station, at), seal=seal, at=at, now=at)
    _mark(conn, code, status="closed", successor=successor.code if successor else "")
    return Closed(station=code, successor=move_to, villagers=len(bound), orders=len(waiting))


def _open(conn: Connection, seal: Seal, code: str) -> Station:
    station = network.find(conn, seal, code)
    if station is None or station.status != "open":
        raise CannotClose(f"no open station has the code {code}")
    return station


def _move_orders(conn: Connection, seal: Seal, numbers: list[str], to: Station) -> None:
    """Slips and pick-up codes must be told apart where the orders are now, so those in use there are drawn anew."""
    dice = SystemRandom()
    taken = {order.pickup_code for order in booked.open_at(conn, seal, to.code) if order.pickup_code}
    for number in numbers:
        order = booked.find(conn, seal, number)
        changes: dict[str, Any] = {
            "station": to.code,
            "county": to.county,
            "slip": order_numbers.next_slip(conn, to.code),
        }
        if order and order.pickup_code:
            clash = order.pickup_code in taken
            changes["pickup_code"] = pickup_code(dice, taken) if clash else order.pickup_code
            taken.add(changes["pickup_code"])
        booked.change(conn, number, **changes)


def _letters(told: list[str], old: Station, new: Station) -> Iterator[Letter]:
    for person in told:
        yield Letter(
            key=f"closed:{old.code}:{new.code}:{person}",
            to=person,
            notice="station_closed",
            text=render("notices.station_closed", "wechat", old=old.name, new=new.name),
            sms=render("notices.station_closed", "sms", old=old.name, new=new.name),
            params={"thing": new.name[:20]},
            urgent=False,
        )


def _taken_over(old: Station, new: Station, villagers: int, waiting: int) -> happened.AlertRaised:
    """Who runs the other station looks after more from now on, under new numbers."""
    text = render("notices.took_over", "wechat", old=old.name, villagers=villagers, orders=waiting)
    key = f"took_over:{old.code}:{new.code}"
    return happened.AlertRaised(station=new.code, kind="message", level="warning", text=text, key=key)


def _leaving(conn: Connection, seal: Seal, station: Station, at: datetime) -> list[happened.Event]:
    return [happened.ManagerDismissed(station=station.code, at=at), *handed_up(conn, seal, station, at)]


def _manager(conn: Connection, code: str) -> str | None:
    manager: str | None = conn.execute(select(stations.c.manager).where(stations.c.code == code)).scalar()
    return manager


def _mark(conn: Connection, code: str, **columns: str) -> None:
    conn.execute(update(stations).where(stations.c.code == code).values(**columns))
