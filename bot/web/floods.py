"""Floods from one address, and requests that never end.

A platform brings the messages of everybody from a few addresses, so a message that is verified is never refused for where it
comes from: of the hooks only what was refused is counted. Of the API every request is, and what had a wrong token once more.
"""

from __future__ import annotations

import asyncio
import math

import msgspec
import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.metrics import FLOODS
from bot.storage.redis.limits import Limits
from bot.storage.sql.database import StoreUnavailable
from bot.web.caller import index_of
from bot.web.problems import Problem

log = structlog.get_logger()
API, PLAIN = "/api/v1/", "identity"
REFUSED_SHARE = 100
"""Of the requests an address may make, one in so many may be refused."""


class Floods(msgspec.Struct, frozen=True, kw_only=True):
    """What is taken from one address."""

    limits: Limits
    a_minute: int
    """Requests of the API; 0: no limit."""
    body_seconds: float
    """How long a body may take to arrive."""


FLOOD_RULES: web.AppKey[Floods] = web.AppKey("floods")


@web.middleware
async def floods(request: web.Request, handler: Handler) -> web.StreamResponse:
    """429 for an address that asks the API too often, 408 for a body that does not come."""
    rules = request.app.get(FLOOD_RULES)
    if rules is None:
        return await handler(request)
    await _arrived(request, rules.body_seconds)
    if not request.path.startswith(API):
        return await handler(request)
    if wait := await _pour(request, "api", rules.a_minute):
        return _too_often(wait)
    try:
        answer = await handler(request)
    except Problem as problem:
        answer = problem.response()
    return await _unless_guessing(request, answer) if answer.status == web.HTTPUnauthorized.status_code else answer


async def refused_wait(request: web.Request) -> int:
    """Count a request that was refused; after how many seconds the address may be refused again, 0 is now."""
    rules = request.app.get(FLOOD_RULES)
    return await _pour(request, "refused", math.ceil(rules.a_minute / REFUSED_SHARE)) if rules is not None else 0


async def _unless_guessing(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    wait = await refused_wait(request)
    return _too_often(wait) if wait else answer


async def _arrived(request: web.Request, seconds: float) -> None:
    """Wait for the whole body, which is bounded in size. One of many parts cannot be waited for here, and nothing asks for
    one."""
    if request.headers.get(hdrs.CONTENT_ENCODING, PLAIN).lower() != PLAIN:
        raise web.HTTPUnsupportedMediaType(text="send the body as it is: nothing compressed is read here")
    if request.content.is_eof():
        return
    if request.content_type.startswith("multipart/"):
        raise web.HTTPUnsupportedMediaType(text="no body of many parts is read here")
    try:
        async with asyncio.timeout(seconds):
            await request.read()
    except TimeoutError:
        FLOODS.labels("slow").inc()
        raise web.HTTPRequestTimeout(text="the body did not arrive in time") from None


async def _pour(request: web.Request, what: str, a_minute: int) -> int:
    """Without Redis nothing is counted: tokens and signatures are checked all the same."""
    if not a_minute:
        return 0
    try:
        wait = await request.app[FLOOD_RULES].limits.pour(f"{what}:{index_of(request)}", a_minute=a_minute)
    except StoreUnavailable:
        return 0
    if wait:
        FLOODS.labels(what).inc()
    return math.ceil(wait)


def _too_often(wait: int) -> web.Response:
    answer = Problem(429, f"too many requests from this address; try again in {wait} s").response()
    answer.headers["Retry-After"] = str(wait)
    return answer
