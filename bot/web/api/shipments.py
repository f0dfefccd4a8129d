"""Parcels over the API: what a carrier's pushes are matched by, and what they told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.order import Order
from bot.domain.parcel import Parcel
from bot.storage.delivery import shipments
from bot.web.api.asking import answer, body, once
from bot.web.api.openapi import Operation, Operations
from bot.web.api.order_views import known_order
from bot.web.api.shapes import PassedShape, ShipmentAsked, ShipmentPage, ShipmentShape, TrackedShape
from bot.web.keys import DATABASE, SEAL
from bot.web.problems import Problem


async def add_shipment(request: web.Request) -> web.Response:
    """A parcel's own number, by which the carrier's pushes are matched."""
    number, seal = request.match_info["number"], request.app[SEAL]
    asked = body(await request.read(), ShipmentAsked)

    def work(conn: Connection) -> ShipmentShape:
        _check_lines(known_order(conn, seal, number), asked)
        now = datetime.now(UTC)
        if not shipments.add(conn, number, asked.carrier, asked.tracking_number, now, asked.skus):
            raise Problem(409, "this parcel belongs to another order")
        parcel = shipments.find(conn, asked.carrier, asked.tracking_number)
        if parcel is None:
            raise Problem(404, "there is no such parcel")
        return ShipmentShape(**_said(parcel))

    return await once(request, work, status=201)


async def list_shipments(request: web.Request) -> web.Response:
    number, seal = request.match_info["number"], request.app[SEAL]

    def work(conn: Connection) -> ShipmentPage:
        known_order(conn, seal, number)
        return ShipmentPage(
            shipments=[
                TrackedShape(
                    **_said(parcel),
                    track=[
                        PassedShape(time=one.time, context=one.context)
                        for one in shipments.track_of(conn, seal, parcel)
                    ],
                )
                for parcel in shipments.of_order(conn, number)
            ]
        )

    return answer(await request.app[DATABASE].run(work))


def _check_lines(order: Order, asked: ShipmentAsked) -> None:
    unknown = set(asked.skus) - {line.sku for line in order.lines}
    if unknown:
        raise Problem(422, f"the order has no {', '.join(sorted(unknown))}")


def _said(parcel: Parcel) -> dict[str, Any]:
    return {
        "order": parcel.number,
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        "skus": list(parcel.skus),
        "stage": parcel.stage,
    }


OPERATIONS: Operations = (
    (
        Operation(
            method="POST",
            path="/api/v1/orders/{number}/shipments",
            summary="A parcel's own number, which a carrier's pushes are matched by, and what of the order is in it",
            asked=ShipmentAsked,
            answer=ShipmentShape,
            refusals=(400, 401, 404, 409, 422),
            status=201,
        ),
        add_shipment,
    ),
    (
        Operation(
            method="GET",
            path="/api/v1/orders/{number}/shipments",
            summary="An order's parcels, how far each is, and what the carrier told of it",
            answer=ShipmentPage,
            refusals=(401, 404),
        ),
        list_shipments,
    ),
)
