"""The platforms' callbacks. Knows no channel by name: a channel says which routes it wants and reads what comes in."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime

import structlog
from aiohttp import web

from bot.domain.message import Inbound
from bot.keeping import Busy
from bot.metrics import MESSAGES, REFUSED, TURN_SECONDS
from bot.ports import Channel, Hook, HookAnswer, HookRequest, Received
from bot.service import Service
from bot.spans import span
from bot.trace import follow
from bot.web.caller import caller
from bot.web.floods import refused_wait
from bot.web.keys import SERVICE

log = structlog.get_logger()
HTTP_ERROR = 400
LATER = "5"
"""Seconds. Platforms try again when they please; Kannel does so after 500 only, and drops what gets a 429."""


def hook_routes(channels: Iterable[Channel]) -> list[web.RouteDef]:
    """A route for every hook of every channel."""
    return [
        web.route(method, hook.path, _handler(channel, hook))
        for channel in channels
        for hook in channel.hooks
        for method in hook.methods
    ]


def _handler(channel: Channel, hook: Hook) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        received = hook.receive(await hook_request(request))
        if isinstance(received, HookAnswer):
            return await refusal(request, hook.path, received)
        return as_response(await _answer(channel, received, request.app[SERVICE]))

    return handle


async def hook_request(request: web.Request) -> HookRequest:
    """A request as hooks read it, without the server it came through."""
    return HookRequest(
        method=request.method,
        parts=dict(request.match_info),
        query=dict(request.query),
        headers=request.headers,
        body=await request.read(),
        now=datetime.now(UTC),
        remote=caller(request),
    )


async def refusal(request: web.Request, hook: str, answer: HookAnswer) -> web.Response:
    """What was not believed, as its platform hears of it; 429 for an address that tries on and on."""
    if answer.status < HTTP_ERROR:
        return as_response(answer)
    REFUSED.labels(hook, answer.status).inc()
    if wait := await refused_wait(request):
        return web.Response(status=429, headers={"Retry-After": str(wait)})
    return as_response(answer)


async def _answer(channel: Channel, received: Received, service: Service) -> HookAnswer:
    """The reply dressed for its platform; 500 only when nothing could be stored, so that the platform tries again."""
    begun = time.perf_counter()
    try:
        reply = await _heard(channel, received.message, service)
        for message in received.also:  # in their order: they may be one person's
            await _heard(channel, message, service)
    except Busy as busy:
        log.warning("message_not_stored", channel=channel.name, reason=str(busy))
        MESSAGES.labels(channel.name, "not_stored").inc()
        return HookAnswer(status=500, body=b"try again", headers={"Retry-After": LATER})
    TURN_SECONDS.labels(channel.name).observe(time.perf_counter() - begun)
    return received.answer(reply)


async def _heard(channel: Channel, message: Inbound, service: Service) -> str:
    message = service.known(message)
    follow(message.key)
    with span("hook", channel=channel.name):
        return await service.handle(message)


def as_response(answer: HookAnswer) -> web.Response:
    return web.Response(status=answer.status, body=answer.body, headers=answer.headers)
