"""What the API serves: the tables of its areas together, and the OpenAPI document made from them."""

from __future__ import annotations

from functools import cache

import msgspec
from aiohttp import web

from bot.web import coverage, posters
from bot.web.api import (
    counter,
    courses,
    feed,
    installations,
    listing_orders,
    loads,
    messages,
    network,
    orders,
    payments,
    promises,
    selling,
    settlements,
    shipments,
    sms,
    stations,
    words,
)
from bot.web.api.openapi import Operations, document, strictly
from bot.web.insights import api as insights
from bot.web.insights import campaign_api, survey_api

OPERATIONS: Operations = (
    *orders.OPERATIONS,
    *payments.OPERATIONS,
    *shipments.OPERATIONS,
    *loads.OPERATIONS,
    *promises.OPERATIONS,
    *installations.OPERATIONS,
    *network.OPERATIONS,
    *stations.OPERATIONS,
    *messages.OPERATIONS,
    *sms.OPERATIONS,
    *selling.OPERATIONS,
    *listing_orders.OPERATIONS,
    *settlements.OPERATIONS,
    *feed.OPERATIONS,
    *counter.OPERATIONS,
    *courses.OPERATIONS,
    *words.OPERATIONS,
    *insights.OPERATIONS,
    *survey_api.OPERATIONS,
    *campaign_api.OPERATIONS,
    *coverage.OPERATIONS,
    *posters.OPERATIONS,
)


def api_routes() -> list[web.RouteDef]:
    return [
        *(
            web.route(operation.method, operation.path, strictly(operation, handler))
            for operation, handler in OPERATIONS
        ),
        web.get("/api/openapi.json", _openapi),
    ]


async def _openapi(_: web.Request) -> web.Response:
    return web.Response(body=_described(), content_type="application/json")


@cache
def _described() -> bytes:
    """Made when it is first asked for: few ask, and it takes nine tenths of making a server."""
    return msgspec.json.encode(document(operation for operation, _ in OPERATIONS))
