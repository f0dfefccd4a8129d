"""The table of what the simulator serves."""

from __future__ import annotations

from aiohttp import web

from bot.web.simulator.access import SIMULATOR, Simulator, fenced
from bot.web.simulator.county import move
from bot.web.simulator.letters import news
from bot.web.simulator.page import begin_anew, page_handlers
from bot.web.simulator.saying import say
from bot.web.simulator.villages import list_villages

ROOT = "/simulator"
ROUTES = (
    ("GET", "/villages", list_villages),
    ("GET", "/letters", news),
    ("POST", "/say", say),
    ("POST", "/county", move),
    ("POST", "/anew", begin_anew),
)


def add_simulator(server: web.Application, simulator: Simulator) -> None:
    """Serve the simulator too, each of its routes behind the fence."""
    server[SIMULATOR] = simulator
    pages = [("GET", path, handler) for path, handler in page_handlers().items()]
    server.add_routes([web.route(method, ROOT + path, fenced(handler)) for method, path, handler in (*pages, *ROUTES)])
