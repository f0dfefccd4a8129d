"""Orders over the API: listed, moved by the county, matched with a carrier's parcels."""

from __future__ import annotations

from datetime import datetime

import structlog
from aiohttp import web
from sqlalchemy import Connection

from bot.domain.events import Event, OrderDelayed, PickupRefused
from bot.domain.order import ON_THE_WAY, OPEN, IllegalMove, Order, Status
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.record import record
from bot.storage.sql.cursor import BadCursor
from bot.storage.trade import orders
from bot.web.api.asking import answer, body, limit, once, one_of
from bot.web.api.openapi import AT_STATION, PAGING, Operation, Operations
from bot.web.api.order_views import known_order, shapes
from bot.web.api.shapes import (
    EventAsked,
    OrderPage,
    OrderShape,
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
        order = known_order(conn, seal, number)
        record(conn, [_event(conn, seal, order, asked, at)], seal=seal, at=at)
        return shapes(conn, seal, [known_order(conn, seal, number)])[0]

    try:
        said = await once(request, work)
    except IllegalMove as illegal:
        raise Problem(409, str(illegal), order_status=illegal.status) from illegal
    except WrongCode:
        await _log_wrong_code(request, number, asked, at)
        raise Problem(422, "pickup_code is not this order's") from None
    request.app[WAKE]()
    return said


class WrongCode(Exception):
    """The pick-up code is not the order's."""


def _person(conn: Connection, seal: Seal, contact: str) -> str:
    try:
        people.parse_contact(contact)
    except ValueError as error:
        raise Problem(400, str(error)) from error
    return people.person_of(conn, seal, contact)


def _event(conn: Connection, seal: Seal, order: Order, asked: EventAsked, at: datetime) -> Event:
    if asked.type == "late":
        return _delayed(order, asked, at)
    to = Status(asked.type)
    if to is Status.COLLECTED and order.status is Status.AT_STATION:
        if asked.pickup_code is None:
            raise Problem(422, "`collected` needs the `pickup_code` the villager was given")
        if asked.pickup_code != order.pickup_code:
            raise WrongCode
    return moved_by_county(conn, seal, order, to, at=at, reason=asked.reason)


def _delayed(order: Order, asked: EventAsked, at: datetime) -> OrderDelayed:
    """Nobody is told that what they hold in their hands, or can fetch, is late."""
    if not (order.status in ON_THE_WAY or (order.delivery == "home" and order.status in OPEN)):
        raise Problem(
            409, f"order {order.number} is {order.status} and cannot be late any more", order_status=order.status
        )
    return OrderDelayed(number=order.number, at=at, by="county", until=asked.until)


async def _log_wrong_code(request: web.Request, number: str, asked: EventAsked, at: datetime) -> None:
    """A wrong code is remembered even though nothing else of the request is."""
    seal = request.app[SEAL]

    def work(conn: Connection) -> None:
        station = known_order(conn, seal, number).station
        record(conn, [PickupRefused(station=station, code=asked.pickup_code or "", at=at)], seal=seal, at=at)

    log.warning("pickup_refused", order=number)
    await request.app[DATABASE].run(work)


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/orders",
            summary="Orders, newest first",
            answer=OrderPage,
            query=(
                ("contact", "wechat:OPENID or sms:+86138…: the orders of this person over all contacts"),
                AT_STATION,
                ("status", "only in this state"),
                *PAGING,
            ),
        ),
        list_orders,
    ),
    (
        Operation(
            method="POST",
            path="/api/v1/orders/{number}/events",
            summary="The county or a carrier moves an order; the villager is told",
            asked=EventAsked,
            answer=OrderShape,
            refusals=(400, 401, 404, 409, 422),
        ),
        add_event,
    ),
)
