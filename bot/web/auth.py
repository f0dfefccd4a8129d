"""Who may call the API: the bearer of API_TOKEN."""

from __future__ import annotations

import hmac
from secrets import token_hex

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.trace import follow
from bot.web.keys import API_TOKENS
from bot.web.problems import Problem

GUARDED = "/api/v1/"
MERCHANTS = ("/api/v1/insights/", "/api/v1/surveys", "/api/v1/campaigns")
"""Where merchants come with tokens of their own; see bot.web.insights.access."""


@web.middleware
async def bearer(request: web.Request, handler: Handler) -> web.StreamResponse:
    """401 unless the right token stands in `Authorization: Bearer`; compared in constant time."""
    if request.path.startswith(GUARDED) and not request.path.startswith(MERCHANTS):
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not is_api_token(request, token):
            refused = Problem(401, "send the API token as `Authorization: Bearer …`").response()
            refused.headers["WWW-Authenticate"] = 'Bearer realm="cunkou"'
            return refused
        follow(f"api:{token_hex(8)}")
    return await handler(request)


def is_api_token(request: web.Request, token: str) -> bool:
    """Whether it is API_TOKEN, or the one before; an empty one is none."""
    given = token.strip().encode(errors="replace")
    return any(known and hmac.compare_digest(given, known.encode()) for known in request.app[API_TOKENS])
