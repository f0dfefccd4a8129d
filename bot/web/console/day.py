"""The counter: what comes today, what lies here, and the code against which a parcel goes over."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.arrived import ALL, arrived
from bot.dialogue.handlers.handed_over import handed_over
from bot.domain.events import OrderMoved, PickupRefused
from bot.domain.order import ON_THE_WAY, Order, Status
from bot.storage.trade import orders
from bot.web.console.acting import Done, act_and_show
from bot.web.console.guard import field, seat
from bot.web.keys import DATABASE, SEAL
from bot.web.pages import Refusal, render
from intents.acts import Arrived, HandedOver

PATH = "/console/station"
MOST_SHOWN = 60
"""Rows of a list; a cheap phone chokes on more."""
LONGEST_NUMBER, LONGEST_CODE = 24, 8


async def today(request: web.Request) -> web.Response:
    here, seal = seat(request), request.app[SEAL]
    found = await request.app[DATABASE].run(lambda conn: orders.open_at(conn, seal, here.station.code))
    coming = [order for order in found if order.status in ON_THE_WAY]
    coming.sort(key=lambda order: (-ON_THE_WAY.index(order.status), order.placed_at))
    return render(
        request,
        "console/day.j2",
        loaded=sum(order.status is Status.IN_TRANSIT for order in coming),
        coming=coming,
        waiting=[order for order in found if order.status is Status.AT_STATION],
        leaving=[order for order in found if order.status is Status.OUT_FOR_DELIVERY],
        most=MOST_SHOWN,
    )


async def mark_arrived(request: web.Request) -> web.Response:
    """One order by its number, or, as 全到 does, all that are on the lorry."""
    number = field(request, "number", LONGEST_NUMBER)

    def action(ex: Exchange, _: Connection) -> Done | None:
        arrived(ex, (Arrived(order_no=number or ALL),))
        came = [event.number for event in ex.events if isinstance(event, OrderMoved) and event.to is Status.AT_STATION]
        return Done("arrived", "、".join(came)) if came else None

    return await act_and_show(request, action, PATH)


async def hand_over(request: web.Request) -> web.Response:
    """Wrong codes are counted as in chat, and with those given in chat."""
    code = "".join(c for c in field(request, "code", LONGEST_CODE) if c.isdecimal())

    def action(ex: Exchange, _: Connection) -> Done | None:
        handed_over(ex, (HandedOver(pickup_code=code),))
        if any(isinstance(event, PickupRefused) for event in ex.events):
            return Done("pickup_refused")
        given = [event.number for event in ex.events if isinstance(event, OrderMoved)]
        return Done("handed_over", "、".join(given)) if given else None

    return await act_and_show(request, action, PATH)


async def show_order(request: web.Request) -> web.Response:
    here, seal, number = seat(request), request.app[SEAL], request.query.get("number", "")[:LONGEST_NUMBER]
    order: Order | None = await request.app[DATABASE].run(lambda conn: orders.find(conn, seal, number))
    if order is None or order.station != here.station.code:
        raise Refusal(404, "no_order")
    return render(request, "console/order.j2", order=order, moves=(), fittable=False, back=PATH)
