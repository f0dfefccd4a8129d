"""Alerts: those that wait, those that come while the page is open, and 知道了."""

from __future__ import annotations

import asyncio

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.exchange import Exchange
from bot.domain.ids import id_of
from bot.storage.network import alerts
from bot.storage.network.alerts import Alert
from bot.web.console.acting import Done, act_and_show
from bot.web.console.feed import TooManyWindows
from bot.web.console.guard import id_in, seat
from bot.web.console.parts import CONSOLE
from bot.web.keys import DATABASE, SEAL
from bot.web.pages import Refusal, words
from bot.web.pages.headers import protect
from bot.web.pages.rendering import render
from bot.web.pages.words import named

PATH = "/console/station/alerts"
MOST_SHOWN = 60
HEARTBEAT_S, LOOK_S = 15.0, 1.0
"""Between two signs of life, for proxies close what is silent; between two looks whether the page is still open."""
AGAIN_MS = 3000


async def show(request: web.Request) -> web.Response:
    here, seal = seat(request), request.app[SEAL]

    def work(conn: Connection) -> tuple[list[Alert], list[Alert]]:
        unseen = alerts.unseen(conn, seal, here.station.code, MOST_SHOWN)
        lately = alerts.page(conn, seal, station=here.station.code, limit=MOST_SHOWN).rows
        return unseen, [alert for alert in lately if alert.acknowledged_at is not None]

    unseen, before = await request.app[DATABASE].run(work)
    newest = max((alert.id for alert in [*unseen, *before]), default=0)
    return render(request, "console/alerts.j2", alerts=unseen, before=before, newest=newest)


async def acknowledge(request: web.Request) -> web.Response:
    """One, or all that are shown: those up to `newest`."""
    station, one, newest = seat(request).station.code, id_in(request, "alert"), id_in(request, "newest")

    seal = request.app[SEAL]

    def action(ex: Exchange, conn: Connection) -> Done | None:
        waiting = [alert.id for alert in alerts.unseen(conn, seal, station) if one in (None, alert.id)]
        meant = [number for number in waiting if one is not None or number <= (newest or 0)]
        count = sum(alerts.acknowledge(conn, station, ex.facts.at, alert=number) for number in meant)
        ex.said.append(words("said.acknowledged", count=count))
        return Done("acknowledged", str(count)) if count else None

    return await act_and_show(request, action, PATH)


async def events(request: web.Request) -> web.StreamResponse:
    """Server-sent events: each new alert of the station as it comes."""
    feed, here, after = request.app[CONSOLE].feed, seat(request), _after(request)
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
    try:
        async with feed.listen(here.person.id, here.station.code, after) as queue:
            await protect(response).prepare(request)
            await response.write(f"retry: {AGAIN_MS}\n\n".encode())
            await _pass_on(request, queue, response)
    except TooManyWindows:
        raise Refusal(429, "too_many_windows") from None
    except ConnectionResetError:
        pass  # the page was closed
    return response


async def _pass_on(request: web.Request, queue: asyncio.Queue[Alert], response: web.StreamResponse) -> None:
    closing, lasts = request.app[CONSOLE].feed.closing, request.app[CONSOLE].lasts
    clock = asyncio.get_running_loop().time
    until, said = clock() + lasts, clock()
    while not closing.is_set() and clock() < until and is_there(request):
        alert = await _next(queue, closing)
        if alert is not None or clock() - said >= HEARTBEAT_S:
            await response.write(_event(alert) if alert else b": still here\n\n")
            said = clock()


def is_there(request: web.Request) -> bool:
    """Whether the browser still holds the line: a page that was left must not count as an open window."""
    return request.transport is not None and not request.transport.is_closing()


async def _next(queue: asyncio.Queue[Alert], closing: asyncio.Event) -> Alert | None:
    """The next alert; None when it is time to look around."""
    coming, ending = asyncio.ensure_future(queue.get()), asyncio.ensure_future(closing.wait())
    try:
        await asyncio.wait({coming, ending}, timeout=LOOK_S, return_when=asyncio.FIRST_COMPLETED)
        return coming.result() if coming.done() else None
    finally:
        coming.cancel()
        ending.cancel()


def _event(alert: Alert) -> bytes:
    shown = {
        "id": alert.id,
        "kind": named("kinds", alert.kind),
        "level": alert.level,
        "level_said": named("levels", alert.level),
        "text": alert.text,
        "at": alert.created_at,
    }
    return b"id: %d\nevent: alert\ndata: %s\n\n" % (alert.id, msgspec.json.encode(shown))


def _after(request: web.Request) -> int:
    """What the page knows already: its own word, then the browser's when it comes again."""
    text = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    return id_of(text) or 0
