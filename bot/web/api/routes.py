"""The table of the API: what is served, and how the OpenAPI document describes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web

from bot.web.api import messages, network, orders, words
from bot.web.api.openapi import Operation, document
from bot.web.api.shapes import (
    AlertPage,
    EventAsked,
    InstallationPage,
    ListingPage,
    MessagePage,
    OrderPage,
    OrderShape,
    ShipmentAsked,
    ShipmentShape,
    StationPage,
    StockPage,
    WordPage,
)

Handler = Callable[[web.Request], Awaitable[web.Response]]

PAGING = (("limit", "how many, 50 where not given, 200 at most"), ("cursor", "`next` of the page before"))
AT_STATION = ("station", "only of this station, by its code")

OPERATIONS: tuple[tuple[Operation, Handler], ...] = (
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
        orders.list_orders,
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
        orders.add_event,
    ),
    (
        Operation(
            method="POST",
            path="/api/v1/orders/{number}/shipments",
            summary="A parcel's own number, which a carrier's pushes are matched by",
            asked=ShipmentAsked,
            answer=ShipmentShape,
            refusals=(400, 401, 404, 409, 422),
            status=201,
        ),
        orders.add_shipment,
    ),
    (
        Operation(
            method="GET",
            path="/api/v1/stock",
            summary='What stands on the shelves of stations; under the station "" what the county can deliver',
            answer=StockPage,
            query=(AT_STATION, ("sku", "only of this article")),
        ),
        network.list_stock,
    ),
    (
        Operation(method="GET", path="/api/v1/stations", summary="All stations", answer=StationPage, query=PAGING),
        network.list_stations,
    ),
    (
        Operation(
            method="GET",
            path="/api/v1/alerts",
            summary="What managers were alerted of, newest first",
            answer=AlertPage,
            query=(AT_STATION, *PAGING),
        ),
        messages.list_alerts,
    ),
    (
        Operation(
            method="GET",
            path="/api/v1/outbox",
            summary="Messages to people, newest first",
            answer=MessagePage,
            query=(("status", "only in this state"), *PAGING),
        ),
        messages.list_outbox,
    ),
    (
        Operation(
            method="GET",
            path="/api/v1/installations",
            summary="Appliances to be installed, the nearest day first",
            answer=InstallationPage,
            query=(AT_STATION, PAGING[0]),
        ),
        orders.list_installations,
    ),
    (
        Operation(
            method="GET",
            path="/api/v1/listings",
            summary="What villagers want to sell, newest first",
            answer=ListingPage,
            query=(AT_STATION, *PAGING),
        ),
        messages.list_listings,
    ),
    (
        Operation(
            method="GET",
            path="/api/v1/words",
            summary="What counties call their goods, as their managers taught it, newest first",
            answer=WordPage,
            query=(("county", "only of this county"), *PAGING),
        ),
        words.list_words,
    ),
    (
        Operation(
            method="DELETE",
            path="/api/v1/words/{id}",
            summary="Take a taught word back",
            answer=None,
            refusals=(401, 404),
            status=204,
        ),
        words.revoke_word,
    ),
)


def api_routes() -> list[web.RouteDef]:
    described = msgspec.json.encode(document(operation for operation, _ in OPERATIONS))

    async def openapi(_: web.Request) -> web.Response:
        return web.Response(body=described, content_type="application/json")

    return [
        *(web.route(operation.method, operation.path, handler) for operation, handler in OPERATIONS),
        web.get("/api/openapi.json", openapi),
    ]
