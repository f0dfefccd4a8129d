"""How promises were kept, by county and month."""

from __future__ import annotations

from aiohttp import web

from bot.storage.network import promises
from bot.storage.network.promises import Kept
from bot.storage.sql.cursor import BadCursor
from bot.web.api.asking import answer, limit, month
from bot.web.api.load_shapes import KeptPage, KeptShape
from bot.web.api.openapi import PAGING, Operation, Operations
from bot.web.keys import DATABASE
from bot.web.problems import Problem


async def list_promises(request: web.Request) -> web.Response:
    query, most, only = request.query, limit(request), month(request)
    try:
        page = await request.app[DATABASE].run(
            lambda conn: promises.page(
                conn,
                county=query.get("county"),
                month=only,
                limit=most,
                after=query.get("cursor"),
            )
        )
    except BadCursor as bad:
        raise Problem(400, str(bad)) from bad
    return answer(KeptPage(promises=[_shape(row) for row in page.rows], next=page.next))


def _shape(row: Kept) -> KeptShape:
    return KeptShape(
        province=row.province,
        city=row.city,
        county=row.county,
        month=row.month,
        arrived=row.arrived,
        kept=row.kept,
        late=row.arrived - row.kept,
        next_day=row.next_day,
    )


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/promises",
            summary="Orders that reached their station, and how many on the day first promised; newest month first",
            answer=KeptPage,
            query=(("county", "only counties of this name"), ("month", "only this month, like 2026-11"), *PAGING),
        ),
        list_promises,
    ),
)
