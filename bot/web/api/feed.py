"""The feed of what villagers sell, for other marketplaces: JSON in pages, or csv."""

from __future__ import annotations

import csv
import io

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.listing import Listing
from bot.domain.people import Station
from bot.storage.market import listings
from bot.storage.network import stations
from bot.storage.sql.cursor import BadCursor
from bot.web.api.asking import answer, limit
from bot.web.api.openapi import AT_STATION, PAGING, Operation, Operations
from bot.web.api.selling_shapes import FedShape, Feed
from bot.web.api.shapes import as_number
from bot.web.keys import DATABASE, SEAL
from bot.web.problems import Problem

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula when it stands first."""


async def _feed(request: web.Request) -> Feed:
    seal, most, query = request.app[SEAL], limit(request), request.query

    def work(conn: Connection) -> Feed:
        page = listings.page(
            conn, station=query.get("station"), status="approved", limit=most, after=query.get("cursor")
        )
        codes = {one.station for one in page.rows}
        known = {code: stations.find(conn, seal, code) or Station(code=code, name=code) for code in codes}
        return Feed(listings=[_fed(one, known[one.station]) for one in page.rows if one.left > 0], next=page.next)

    try:
        return await request.app[DATABASE].run(work)
    except BadCursor as bad:
        raise Problem(400, str(bad)) from bad


async def as_json(request: web.Request) -> web.Response:
    return answer(await _feed(request))


async def as_csv(request: web.Request) -> web.Response:
    """The cursor of the next page stands in the header `X-Next-Cursor`."""
    feed, text = await _feed(request), io.StringIO()
    writer = csv.writer(text)
    writer.writerow(FedShape.__struct_fields__)
    writer.writerows([_cell(getattr(one, name)) for name in FedShape.__struct_fields__] for one in feed.listings)
    headers = {"X-Next-Cursor": feed.next} if feed.next else {}
    return web.Response(text=text.getvalue(), content_type="text/csv", charset="utf-8", headers=headers)


def _fed(listing: Listing, station: Station) -> FedShape:
    return FedShape(
        id=listing.id,
        goods=listing.goods,
        grade=listing.grade,
        left=as_number(listing.left),
        unit=listing.unit,
        price_fen=listing.price_fen or 0,
        station=station.code,
        county=station.county,
        town=station.town,
        village=station.village,
        ready_on=listing.ready_on,
        group_min=None if listing.group_min is None else as_number(listing.group_min),
        group_lacking=None if listing.group_min is None else as_number(listing.lacking),
        group_until=listing.group_until,
        published_at=listing.published_at,
        expires_at=listing.expires_at,
    )


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/feed/listings.json",
            summary="What can be ordered now, newest first, for other marketplaces",
            answer=Feed,
            query=(AT_STATION, *PAGING),
        ),
        as_json,
    ),
    (
        Operation(
            method="GET",
            path="/api/v1/feed/listings.csv",
            summary="The same as csv; X-Next-Cursor leads to the next page",
            answer=None,
            query=(AT_STATION, *PAGING),
        ),
        as_csv,
    ),
)
