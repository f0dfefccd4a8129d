"""One order as the county sees and moves it."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.domain.installation import TO_FIT
from bot.domain.order import NEXT, Order, Status
from bot.storage.network import county
from bot.storage.trade import orders
from bot.web.console import goods
from bot.web.console.acting import Done, act_and_show
from bot.web.console.guard import field, seat
from bot.web.keys import DATABASE, SEAL
from bot.web.moves import moved_by_county
from bot.web.pages import Refusal, render, words
from bot.web.pages.words import named

PATH = "/console/county/order"
NOT_THE_COUNTYS = frozenset({Status.COLLECTED, Status.RETURN_REQUESTED})
"""A hand-over needs the code at the station; only the villager asks for a return."""
LONGEST_NUMBER = 24


async def show(request: web.Request) -> web.Response:
    number = request.query.get("number", "").strip()[:LONGEST_NUMBER]
    order = await request.app[DATABASE].run(lambda conn: _in_county(conn, request, number))
    if order is None:
        said = words("said.no_order", number=number)
        return render(request, "console/county_no_order.j2", status=404, number=number, said=said)
    fits, back = fittable(request, order), "/console/county"
    return render(request, "console/order.j2", order=order, moves=moves_of(order), fittable=fits, back=back)


async def move(request: web.Request) -> web.Response:
    number, to = field(request, "number", LONGEST_NUMBER), field(request, "to", LONGEST_NUMBER)
    reason = field(request, "reason", 100)

    def action(ex: Exchange, conn: Connection) -> Done:
        order = own_order(conn, request, number)
        if to not in moves_of(order):
            raise Refusal(409, "not_now")
        status = Status(to)
        ex.cause(moved_by_county(conn, request.app[SEAL], order, status, at=ex.facts.at, reason=reason))
        ex.said.append(words("said.moved", number=number, status=named("statuses", status)))
        return Done("moved", f"{number} {named('statuses', status)}")

    return await act_and_show(request, action, PATH, number=number)


def moves_of(order: Order) -> list[Status]:
    """Where the county can bring it now, in the order of the way."""
    found = sorted(NEXT[order.status] - NOT_THE_COUNTYS, key=list(Status).index)
    return [to for to in found if to is not Status.INSTALLED or order.installation]


def fittable(request: web.Request, order: Order) -> bool:
    """Whether a fitter can still be sent: one is to come, or something of it is installed at home, as the shop is now."""
    found = (goods.product(request, line.sku) for line in order.lines)
    has_appliance = any(product is not None and product.install for product in found)
    return order.status in TO_FIT and (order.installation is not None or has_appliance)


def own_order(conn: Connection, request: web.Request, number: str) -> Order:
    """Raises Refusal 404 for an order of another county, as for none."""
    order = _in_county(conn, request, number)
    if order is None:
        raise Refusal(404, "no_order")
    return order


def _in_county(conn: Connection, request: web.Request, number: str) -> Order | None:
    order = orders.find(conn, request.app[SEAL], number)
    return order if order is not None and county.holds(conn, seat(request).county, order.station) else None
