"""Who may call the API: the bearer of API_TOKEN."""

from __future__ import annotations

import hmac
from secrets import token_hex

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.trace import follow
from bot.web.keys import API_TOKEN
from bot.web.problems import Problem

GUARDED = "/api/v1/"
MERCHANTS = ("/api/v1/insights/", "/api/v1/surveys")
"""Where merchants come with tokens of their own; see bot.web.insights.access."""


@web.middleware
async def bearer(request: web.Request, handler: Handler) -> web.StreamResponse:
    """401 unless the right token stands in `Authorization: Bearer`; compared in constant time."""
    if request.path.startswith(GUARDED) and not request.path.startswith(MERCHANTS):
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        expected = request.app[API_TOKEN].encode()
        if kind.lower() != "bearer" or not hmac.compare_digest(token.strip().encode(), expected):
            refused = Problem(401, "send the API token as `Authorization: Bearer …`").response()
            refused.headers["WWW-Authenticate"] = 'Bearer realm="cunkou"'
            return refused
        follow(f"api:{token_hex(8)}")
    return await handler(request)
