"""All routes together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.ports import Channel
from bot.service import Service
from bot.storage.privacy.seal import Seal
from bot.storage.sql.database import Database
from bot.web import health, keys
from bot.web.api.routes import api_routes
from bot.web.auth import bearer
from bot.web.floods import floods
from bot.web.hooks import hook_routes
from bot.web.insights.pages import insight_pages
from bot.web.pages import add_assets, pages
from bot.web.problems import problems

LARGEST_BODY = 256 * 1024


def make_server(
    *,
    channels: Iterable[Channel],
    service: Service,
    database: Database,
    seal: Seal,
    zone: ZoneInfo,
    api_token: str,
    missing: Callable[[], Awaitable[dict[str, str]]],
) -> web.Application:
    """The web application; `missing` tells what is not ready. Where FLOOD_RULES is set, it limits what an address may do."""
    server = web.Application(middlewares=[problems, pages, floods, bearer], client_max_size=LARGEST_BODY)
    server[keys.SERVICE] = service
    server[keys.DATABASE] = database
    server[keys.SEAL] = seal
    server[keys.ZONE] = zone
    server[keys.API_TOKENS] = (api_token,)
    server[keys.WAKE] = service.wrote.set
    server[keys.READY] = missing
    add_assets(server)
    server.add_routes([*hook_routes(channels), *api_routes(), *health.ROUTES, *insight_pages()])
    return server
