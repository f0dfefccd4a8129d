"""The table of the consoles' pages."""

from __future__ import annotations

from aiohttp import web

from bot.web import coverage
from bot.web.console import (
    alerts,
    cash,
    county,
    county_orders,
    county_station,
    day,
    fitting_sheet,
    invites,
    lessons,
    letters,
    lorries,
    market,
    offers,
    ordering,
    sign_in,
    stock,
    talks,
    visits,
)
from bot.web.console.guard import Handler, for_county, for_manager, seat
from bot.web.console.parts import CONSOLE, Console
from bot.web.pages import see_other
from bot.web.pages.rendering import warm

ROOT = "/console"


async def home(request: web.Request) -> web.Response:
    """Everybody's own beginning."""
    return see_other(county.PATH if seat(request).over_county else day.PATH)


STATION: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "", day.today),
    ("POST", "/arrived", day.mark_arrived),
    ("POST", "/hand-over", day.hand_over),
    ("GET", "/one", day.show_order),
    ("GET", "/alerts", alerts.show),
    ("POST", "/alerts", alerts.acknowledge),
    ("GET", "/talks", talks.show),
    ("POST", "/talks/answer", talks.answer),
    ("POST", "/talks/back", talks.hand_back),
    ("GET", "/stock", stock.show),
    ("POST", "/stock", stock.move),
    ("GET", "/cash", cash.show),
    ("POST", "/cash", cash.enter),
    ("POST", "/cash/reverse", cash.reverse),
    ("POST", "/undo", cash.undo),
    ("GET", "/market", market.show),
    ("POST", "/market", market.act_on),
    ("GET", "/order", ordering.show),
    ("POST", "/order", ordering.step),
)
COUNTY: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "", county.overview),
    ("GET", "/late", county.late),
    ("GET", "/alerts", county.show_alerts),
    ("POST", "/alerts", county.acknowledge),
    ("GET", "/lorries", lorries.show),
    ("POST", "/lorries", lorries.move),
    ("POST", "/lorries/new", lorries.make),
    ("GET", "/installations", county.installations),
    ("GET", "/installations/sheet", fitting_sheet.show),
    ("GET", "/visit", visits.show),
    ("POST", "/visit", visits.change),
    ("GET", "/training", lessons.show_county),
    ("GET", "/invites", invites.show),
    ("POST", "/invites", invites.make),
    ("POST", "/invites/dismiss", invites.dismiss),
    ("GET", "/station", county_station.show),
    ("POST", "/station", county_station.close),
    ("GET", "/offers", offers.show),
    ("POST", "/offers", offers.decide),
    ("GET", "/letters", letters.show),
    ("POST", "/letters", letters.send_again),
    ("GET", "/audit", county.show_audit),
    ("GET", "/order", county_orders.show),
    ("POST", "/order", county_orders.move),
)
OPEN: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/sign-in", sign_in.ask_who),
    ("POST", "/sign-in", sign_in.send_code),
    ("GET", "/sign-in/code", sign_in.ask_code),
    ("POST", "/sign-in/code", sign_in.try_code),
)
EVERYBODYS: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "", home),
    ("GET", "/", home),
    ("GET", "/events", alerts.events),
    ("GET", "/training", lessons.show),
    ("GET", "/training/piece", lessons.show_piece),
    ("POST", "/training/piece", lessons.answer),
    ("POST", "/sign-out", sign_in.sign_out),
)


def add_console(server: web.Application, console: Console) -> None:
    """Serve the consoles too, each page behind its guard."""
    server[CONSOLE] = console
    warm()
    server.on_shutdown.append(_let_go)
    table = (
        *((method, ROOT + path, handler) for method, path, handler in OPEN),
        *((method, ROOT + path, for_manager(handler)) for method, path, handler in EVERYBODYS),
        *((method, day.PATH + path, for_manager(handler)) for method, path, handler in STATION),
        ("GET", coverage.SHORT, coverage.lead),
        ("GET", coverage.PATH, for_county(coverage.show)),
        *((method, county.PATH + path, for_county(handler)) for method, path, handler in COUNTY),
    )
    server.add_routes([web.route(method, path, handler) for method, path, handler in table])


async def _let_go(server: web.Application) -> None:
    """Pages that listen would keep the server from stopping."""
    await server[CONSOLE].feed.close()
