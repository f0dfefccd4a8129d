"""Appliances to be installed, over the API."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import Connection

from bot.storage import orders
from bot.web.api.asking import answer, limit
from bot.web.api.openapi import AT_STATION, PAGING, Operation, Operations
from bot.web.api.order_views import contacts_of
from bot.web.api.shapes import InstallationPage, InstallationShape
from bot.web.keys import DATABASE, SEAL


async def list_installations(request: web.Request) -> web.Response:
    seal, station = request.app[SEAL], request.query.get("station")

    def work(conn: Connection) -> InstallationPage:
        found = orders.installations(conn, seal, station=station, limit=limit(request))
        contacts = contacts_of(conn, seal, found)
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


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/installations",
            summary="Appliances to be installed, the nearest day first",
            answer=InstallationPage,
            query=(AT_STATION, PAGING[0]),
        ),
        list_installations,
    ),
)
