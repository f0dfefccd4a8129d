"""A station's poster over HTTP: for the county by the API, for its manager in the console."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web

from bot.domain.people import Station
from bot.ports import SendFailed
from bot.poster import NoFont, PosterOf, as_pdf, as_png
from bot.storage.network import stations
from bot.web.api.openapi import Operation, Operations
from bot.web.console.guard import for_manager, seat
from bot.web.keys import DATABASE, SEAL
from bot.web.problems import Problem

FORMATS = {"pdf": (as_pdf, "application/pdf"), "png": (as_png, "image/png")}


class Posters(msgspec.Struct, frozen=True, kw_only=True):
    code_of: Callable[[Station], Awaitable[str]]
    """What the QR of a station holds. Raises SendFailed where WeChat cannot be asked now."""
    sms: str
    """The number for SMS, '' where there is none."""


POSTERS = web.AppKey("posters", Posters)


def add_posters(server: web.Application, posters: Posters) -> None:
    server[POSTERS] = posters
    server.add_routes([web.get("/console/station/poster", for_manager(_own))])


async def by_code(request: web.Request) -> web.Response:
    if POSTERS not in request.app:
        raise Problem(404, "no posters are drawn here")
    code, seal = request.match_info["code"], request.app[SEAL]
    station = await request.app[DATABASE].run(lambda conn: stations.find(conn, seal, code))
    if station is None or station.status != "open":
        raise Problem(404, "no open station has this code")
    return await _drawn(request, station)


async def _own(request: web.Request) -> web.Response:
    return await _drawn(request, seat(request).station)


async def _drawn(request: web.Request, station: Station) -> web.Response:
    kind = request.query.get("format", "pdf")
    if kind not in FORMATS:
        raise Problem(400, "format must be pdf or png")
    posters = request.app[POSTERS]
    draw, content_type = FORMATS[kind]
    try:
        poster = PosterOf(station=station, code=await posters.code_of(station), sms=posters.sms)
        drawn = await asyncio.to_thread(draw, poster)
    except SendFailed as failed:
        raise Problem(503, "WeChat gives no QR code now; try again in a minute") from failed
    except NoFont as missing:
        raise Problem(503, str(missing)) from missing
    named = f'inline; filename="poster.{kind}"'
    return web.Response(body=drawn, content_type=content_type, headers={"Content-Disposition": named})


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/stations/{code}/poster",
            summary="The station's poster: its code, the SMS number and three example messages",
            answer=None,
            files=tuple(content_type for _, content_type in FORMATS.values()),
            query=(("format", "pdf, or png; pdf where not given"),),
            refusals=(400, 401, 404, 503),
        ),
        by_code,
    ),
)
