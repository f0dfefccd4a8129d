"""Stations and what stands on their shelves."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.people import Station
from bot.storage.network import stations
from bot.storage.sql.cursor import BadCursor
from bot.storage.trade import stock
from bot.web.api.asking import answer, limit
from bot.web.api.openapi import AT_STATION, PAGING, Operation, Operations
from bot.web.api.shapes import StationPage, StationShape, StockPage, StockShape, as_number
from bot.web.keys import DATABASE, SEAL
from bot.web.problems import Problem


async def list_stations(request: web.Request) -> web.Response:
    seal, most, cursor = request.app[SEAL], limit(request), request.query.get("cursor")

    def work(conn: Connection) -> StationPage:
        page = stations.page(conn, seal, limit=most, after=cursor)
        return StationPage(stations=[_shape(station) for station in page.rows], next=page.next)

    try:
        return answer(await request.app[DATABASE].run(work))
    except BadCursor as bad:
        raise Problem(400, str(bad)) from bad


async def list_stock(request: web.Request) -> web.Response:
    """Shelf stock; of one station, of one article, or of both."""
    station, sku = request.query.get("station"), request.query.get("sku")

    def work(conn: Connection) -> StockPage:
        return StockPage(
            stock=[
                StockShape(
                    station=row.station, sku=row.sku, quantity=as_number(row.quantity), reserved=as_number(row.reserved)
                )
                for row in stock.shelves(conn, station=station, sku=sku)
            ]
        )

    return answer(await request.app[DATABASE].run(work))


def _shape(station: Station) -> StationShape:
    said = {name: getattr(station, name) for name in StationShape.__struct_fields__}
    return StationShape(**said | {"cutoff": f"{station.cutoff:%H:%M}", "lorry_days": list(station.lorry_days)})


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/stock",
            summary='What stands on the shelves of stations; under the station "" what the county can deliver',
            answer=StockPage,
            query=(AT_STATION, ("sku", "only of this article")),
        ),
        list_stock,
    ),
    (
        Operation(method="GET", path="/api/v1/stations", summary="All stations", answer=StationPage, query=PAGING),
        list_stations,
    ),
)
