"""Whether it lives, whether it is ready, and what it counts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.metrics import exposed
from bot.web.keys import READY


async def healthz(_: web.Request) -> web.Response:
    """The process answers; nothing else is asked."""
    return web.json_response({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """200 when database, Redis and shop are there, else 503 naming what is missing."""
    missing = await request.app[READY]()
    return web.json_response(
        {"status": "not ready", "missing": missing} if missing else {"status": "ready"},
        status=503 if missing else 200,
    )


async def metrics(_: web.Request) -> web.Response:
    return web.Response(body=exposed(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


def health_only(missing: Callable[[], Awaitable[dict[str, str]]]) -> web.Application:
    """A server that tells how the process is, and nothing else."""
    server = web.Application()
    server[READY] = missing
    server.add_routes(ROUTES)
    return server


ROUTES = [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)]
