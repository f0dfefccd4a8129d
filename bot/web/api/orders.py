"""Orders over the API: listed, moved by the county, matched with a carrier's parcels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import structlog
from aiohttp import web
from sqlalchemy import Connection

from bot.domain.events import Event, OrderDelayed, PickupRefused
from bot.domain.order import IllegalMove, Order, Status
from bot.storage import orders, people, shipments
from bot.storage.cursor import BadCursor
from bot.storage.record import record
from bot.storage.seal import Seal
from bot.web.api.asking import answer, body, limit, once, one_of
from bot.web.api.shapes import (
    EventAsked,
    EventShape,
    InstallationPage,
    InstallationShape,
    InstallationSlot,
    LineShape,
    OrderPage,
    OrderShape,
    ShipmentAsked,
    ShipmentShape,
    as_number,
)
from bot.web.keys import DATABASE, SEAL, WAKE, ZONE
from bot.web.moves import moved_by_county
from bot.web.problems import Problem

log = structlog.get_logger()
NOT_THE_COUNTYS = frozenset({"placed", "return_requested"})
"""States that only the villager causes."""


async def list_orders(request: web.Request) -> web.Response:
    seal, query = request.app[SEAL], request.query
    status = one_of(request, "status", tuple(Status))
    most = limit(request)

    def work(conn: Connection) -> OrderPage:
        person = _person(conn, seal, query["contact"]) if "contact" in query else None
        page = orders.page(
            conn,
            seal,
            person=person,
            station=query.get("station"),
            status=status,
            limit=most,
            after=query.get("cursor"),
        )
        return OrderPage(orders=shapes(conn, seal, page.rows), next=page.next)

    try:
        return answer(await request.app[DATABASE].run(work))
    except BadCursor as bad:
        raise Problem(400, str(bad)) from bad


async def add_event(request: web.Request) -> web.Response:
    """An event that the county or a carrier caused; the villager is told by the outbox."""
    number, seal = request.match_info["number"], request.app[SEAL]
    asked = body(await request.read(), EventAsked)
    if asked.type in NOT_THE_COUNTYS:
        raise Problem(409, f"{asked.type} is caused by the villager alone")
    at = datetime.now(request.app[ZONE])

    def work(conn: Connection) -> OrderShape:
        order = _order(conn, seal, number)
        record(conn, [_event(conn, seal, order, asked, at)], seal=seal, at=at)
        return shapes(conn, seal, [_order(conn, seal, number)])[0]

    try:
        said = await once(request, work)
    except IllegalMove as illegal:
        raise Problem(409, str(illegal), order_status=illegal.status) from illegal
    except WrongCode:
        await _log_wrong_code(request, number, asked, at)
        raise Problem(422, "pickup_code is not this order's") from None
    request.app[WAKE]()
    return said


async def add_shipment(request: web.Request) -> web.Response:
    """A parcel's own number, by which the carrier's pushes are matched."""
    number, seal = request.match_info["number"], request.app[SEAL]
    asked = body(await request.read(), ShipmentAsked)

    def work(conn: Connection) -> ShipmentShape:
        _order(conn, seal, number)
        if not shipments.add(conn, number, asked.carrier, asked.tracking_number, datetime.now(UTC)):
            raise Problem(409, "this parcel belongs to another order")
        return ShipmentShape(order=number, carrier=asked.carrier, tracking_number=asked.tracking_number)

    return await once(request, work, status=201)


async def list_installations(request: web.Request) -> web.Response:
    seal, station = request.app[SEAL], request.query.get("station")

    def work(conn: Connection) -> InstallationPage:
        found = orders.installations(conn, seal, station=station, limit=limit(request))
        contacts = _contacts(conn, seal, found)
        return InstallationPage(
            installations=[
                InstallationShape(
                    order=order.number,
                    sku=line.sku,
                    station=order.station,
                    contact=contacts[order.number],
                    date=order.installation.date,
                    period=order.installation.period,
                    time=order.installation.time or None,
                    status=order.status,
                )
                for order in found
                for line in order.lines
                if order.installation
            ]
        )

    return answer(await request.app[DATABASE].run(work))


class WrongCode(Exception):
    """The pick-up code is not the order's."""


def shapes(conn: Connection, seal: Seal, found: list[Order]) -> list[OrderShape]:
    """Orders as the API says them, each with the contact its villager is reached by."""
    contacts = _contacts(conn, seal, found)
    return [_shape(order, contacts[order.number]) for order in found]


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
        delivery=order.delivery,
        address=order.address,
        installation=InstallationSlot(date=slot.date, period=slot.period, time=slot.time or None) if slot else None,
        pickup_code=order.pickup_code,
        total_fen=order.total_fen,
        lines=[
            LineShape(
                sku=line.sku,
                name=line.name,
                quantity=as_number(line.quantity),
                unit=line.unit,
                price_fen=line.price_fen,
                amount_fen=line.amount_fen,
            )
            for line in order.lines
        ],
        events=[EventShape(type=event.type, at=event.at, by=event.by) for event in order.events],
    )


def _contacts(conn: Connection, seal: Seal, found: list[Order]) -> dict[str, str]:
    ways = people.addresses(conn, seal, sorted({order.person for order in found if order.person}))
    return {order.number: _contact(ways.get(order.person or "", {}), order.station) for order in found}


def _contact(ways: Mapping[str, str], station: str) -> str:
    return next(
        (f"{channel}:{ways[channel]}" for channel in ("wechat", "sms") if channel in ways), f"station:{station}"
    )


def _person(conn: Connection, seal: Seal, contact: str) -> str:
    try:
        people.parse_contact(contact)
    except ValueError as error:
        raise Problem(400, str(error)) from error
    return people.person_of(conn, seal, contact)


def _order(conn: Connection, seal: Seal, number: str) -> Order:
    order = orders.find(conn, seal, number)
    if order is None:
        raise Problem(404, f"no order has the number {number[:24]}")
    return order


def _event(conn: Connection, seal: Seal, order: Order, asked: EventAsked, at: datetime) -> Event:
    if asked.type == "late":
        return OrderDelayed(number=order.number, at=at, by="county", until=asked.until)
    to = Status(asked.type)
    if to is Status.COLLECTED and order.status is Status.AT_STATION:
        if asked.pickup_code is None:
            raise Problem(422, "`collected` needs the `pickup_code` the villager was given")
        if asked.pickup_code != order.pickup_code:
            raise WrongCode
    return moved_by_county(conn, seal, order, to, at=at, reason=asked.reason)


async def _log_wrong_code(request: web.Request, number: str, asked: EventAsked, at: datetime) -> None:
    """A wrong code is remembered even though nothing else of the request is."""
    seal = request.app[SEAL]

    def work(conn: Connection) -> None:
        station = _order(conn, seal, number).station
        record(conn, [PickupRefused(station=station, code=asked.pickup_code or "", at=at)], seal=seal, at=at)

    log.warning("pickup_refused", order=number)
    await request.app[DATABASE].run(work)
