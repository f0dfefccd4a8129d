"""Parcels over the API: what a carrier's pushes are matched by."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web
from sqlalchemy import Connection

from bot.storage import shipments
from bot.web.api.asking import body, once
from bot.web.api.openapi import Operation, Operations
from bot.web.api.order_views import known_order
from bot.web.api.shapes import ShipmentAsked, ShipmentShape
from bot.web.keys import SEAL
from bot.web.problems import Problem


async def add_shipment(request: web.Request) -> web.Response:
    """A parcel's own number, by which the carrier's pushes are matched."""
    number, seal = request.match_info["number"], request.app[SEAL]
    asked = body(await request.read(), ShipmentAsked)

    def work(conn: Connection) -> ShipmentShape:
        known_order(conn, seal, number)
        if not shipments.add(conn, number, asked.carrier, asked.tracking_number, datetime.now(UTC)):
            raise Problem(409, "this parcel belongs to another order")
        return ShipmentShape(order=number, carrier=asked.carrier, tracking_number=asked.tracking_number)

    return await once(request, work, status=201)


OPERATIONS: Operations = (
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
        add_shipment,
    ),
)
