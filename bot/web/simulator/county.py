"""The county centre in one strip: the newest order of these phones, moved on as the API would move it."""

from __future__ import annotations

from datetime import datetime

from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.saying import brief
from bot.domain.order import NEXT, IllegalMove, Order, Status
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.record import record
from bot.storage.trade import orders
from bot.web.api.asking import answer, body
from bot.web.api.shapes import Asked, Code, Shape
from bot.web.keys import DATABASE, SEAL, WAKE, ZONE
from bot.web.moves import moved_by_county
from bot.web.problems import Problem
from bot.web.simulator.access import Visitor, visitor
from bot.web.simulator.villages import Manager, manager_of

NOT_THE_COUNTYS = frozenset({Status.COLLECTED, Status.RETURN_REQUESTED})
"""A hand-over needs the code, which the manager is shown; only the villager asks for a return."""
LOOKED_AT = 20


class OrderSeen(Shape, frozen=True, kw_only=True):
    number: str
    slip: int
    goods: str
    recipient: str
    status: Status
    moves: list[Status]
    """Where the county can bring it now."""


class MoveAsked(Asked, frozen=True, kw_only=True):
    number: Code
    """The order as the page shows it: it may not be the newest any more."""
    to: Status
    station: Code | None = None
    """Whose manager's orders count beside the villagers' own."""


async def move(request: web.Request) -> web.Response:
    """Bring the newest order to another state. Raises Problem 404 for an order of others, 409 where it cannot go there."""
    asked, villager, seal = body(await request.read(), MoveAsked), visitor(request), request.app[SEAL]
    at = datetime.now(request.app[ZONE])

    def work(conn: Connection) -> OrderSeen:
        manager = manager_of(conn, request, asked.station or "")
        order = _newest(conn, seal, villager, manager)
        if order is None or order.number != asked.number:
            raise Problem(404, "this is not the newest order of these phones")
        if asked.to in NOT_THE_COUNTYS:
            raise Problem(409, f"{asked.to} is not caused by the county")
        record(conn, [moved_by_county(conn, seal, order, asked.to, at=at)], seal=seal, at=at)
        return _seen(orders.find(conn, seal, order.number) or order)

    try:
        seen = await request.app[DATABASE].run(work)
    except IllegalMove as illegal:
        raise Problem(409, str(illegal)) from illegal
    request.app[WAKE]()
    return answer(seen)


def newest_order(conn: Connection, seal: Seal, villager: Visitor, manager: Manager | None) -> OrderSeen | None:
    """The newest order of both villagers, or of those the manager made for others."""
    order = _newest(conn, seal, villager, manager)
    return _seen(order) if order else None


def _newest(conn: Connection, seal: Seal, villager: Visitor, manager: Manager | None) -> Order | None:
    persons = {people.person_of(conn, seal, contact) for contact in (villager.wechat, villager.sms)}
    if manager:
        persons.add(manager.person)
    found = [order for person in persons for order in orders.page(conn, seal, person=person, limit=1).rows]
    if manager:
        page = orders.page(conn, seal, station=manager.station, limit=LOOKED_AT)
        found += [order for order in page.rows if order.placed_by == f"manager:{manager.station}"]
    return max(found, key=lambda order: (order.placed_at, order.number), default=None)


def _seen(order: Order) -> OrderSeen:
    moves = sorted(NEXT[order.status] - NOT_THE_COUNTYS, key=list(Status).index)
    return OrderSeen(
        number=order.number,
        slip=order.slip,
        goods=brief(order),
        recipient=order.recipient,
        status=order.status,
        moves=[to for to in moves if to is not Status.INSTALLED or order.installation],
    )
