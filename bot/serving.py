"""`cunkou serve`: listen, send, finish, look after, until told to stop."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import structlog
from aiohttp import web

from bot import spans
from bot.app import Parts, wired
from bot.channels.wechat import WechatChannel
from bot.logs import set_up
from bot.metrics import STORE_TROUBLE
from bot.postering import Codes
from bot.storage.redis.limits import Limits
from bot.storage.sql.database import StoreUnavailable
from bot.tidying import tidy
from bot.watching import Lag, watch
from bot.web.caller import PROXIES, proxies
from bot.web.carriers import carrier_routes
from bot.web.console import Console, add_console
from bot.web.floods import FLOOD_RULES
from bot.web.health import health_only
from bot.web.keys import API_TOKENS
from bot.web.own_data import add_own_data
from bot.web.paying import add_paying
from bot.web.posters import Posters, add_posters
from bot.web.server import make_server
from bot.web.simulator import add_simulator
from config.settings import Settings

log = structlog.get_logger()


LOOK_EVERY = 5.0
"""Seconds between looks for a new catalogue and at what waits."""
IDLE_S, LONGEST_LINE = 150, 16 * 1024
"""Longer than a proxy keeps its connections; an SMS of ten parts fits in a query."""


class CannotListen(Exception):
    """The address is taken, or not this machine's."""


def serve(settings: Settings, *, host: str, port: int, web: bool, worker: bool) -> int:
    """Run until told to stop; the exit status."""
    set_up(settings.log_level)
    try:
        if settings.trace_url:
            spans.set_up(settings.trace_url, settings.trace_share)
        return _run(partial(_serve, settings, host=host, port=port, web_role=web, worker_role=worker))
    except (StoreUnavailable, CannotListen, spans.CannotTrace) as trouble:
        log.error("cannot_start", reason=str(trouble))  # noqa: TRY400 - a sentence for the operator, no stack trace
        return 1
    finally:
        spans.shut_down()


def _run(serve: Callable[[], Coroutine[Any, Any, int]]) -> int:
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(serve())


async def _serve(settings: Settings, *, host: str, port: int, web_role: bool, worker_role: bool) -> int:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    own_url = f"http://127.0.0.1:{port}" if host in ("127.0.0.1", "localhost", "0.0.0.0") else ""  # noqa: S104 - compared
    async with wired(settings, own_url=own_url) as parts:
        _spare_the_collector()
        runner = await (_listen(parts, host, port) if web_role else _be_watched(parts, host))
        try:
            await _work_until(stop, parts, worker=worker_role)
        finally:
            if runner is not None:
                await runner.cleanup()
    log.info("stopped")
    return 0


def _spare_the_collector() -> None:
    """Let it not look again and again at what stays as long as the process: code, words, the catalogue."""
    gc.freeze()


async def _work_until(stop: asyncio.Event, parts: Parts, *, worker: bool) -> None:
    """All that runs beside the answers; one that fails ends the process rather than leaving it half alive."""
    work = [_look_after(parts)]
    if worker:
        work += [parts.outbox.run(), parts.service.work(), tidy(parts.database, parts.seal), parts.chores.run()]
    if worker and parts.paying is not None:
        work.append(parts.paying.cashier.run())
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(one) for one in work]
        await stop.wait()
        for task in running:
            task.cancel()


async def _listen(parts: Parts, host: str, port: int) -> web.AppRunner:
    runner = await _on(_server(parts), host, port)
    log.info("serving", host=host, port=port, articles=len(parts.shopkeeper.shop.products))
    return runner


def _server(parts: Parts) -> web.Application:
    """All routes there are."""
    server = make_server(
        channels=parts.channels,
        service=parts.service,
        database=parts.database,
        seal=parts.seal,
        zone=parts.zone,
        api_token=parts.settings.api_token.get_secret_value(),
        missing=parts.missing,
    )
    if before := parts.settings.api_token_previous.get_secret_value():
        server[API_TOKENS] += (before,)
    server[FLOOD_RULES] = parts.floods
    server[PROXIES] = proxies(parts.settings.trusted_proxies)
    server.add_routes(carrier_routes(parts.carriers))
    if parts.paying is not None:
        add_paying(server, parts.paying)
    _add_pages(server, parts)
    return server


def _add_pages(server: web.Application, parts: Parts) -> None:
    """What people open in a browser."""
    shopkeeper, public_url = parts.shopkeeper, parts.settings.public_url
    add_console(server, Console.on(parts.redis, parts.database, parts.seal, lambda: shopkeeper.shop, public_url))
    add_own_data(server, Limits(parts.redis))
    account = next((c.client for c in parts.channels if isinstance(c, WechatChannel) and c.ways), None)
    codes = Codes(parts.settings, parts.redis, account)
    add_posters(server, Posters(code_of=codes.of, sms=parts.settings.kannel_from))
    if parts.simulator is not None:
        add_simulator(server, parts.simulator)
        if parts.simulator.everywhere:
            log.warning(
                "simulator_open_to_all", mend="for a trial shop only; unset CUNKOU_SIMULATOR beside real villagers"
            )


async def _be_watched(parts: Parts, host: str) -> web.AppRunner | None:
    """A worker answers no hooks; where WATCH_PORT is set, it tells how it is."""
    port = parts.settings.watch_port
    return await _on(health_only(parts.missing), host, port) if port else None


async def _on(server: web.Application, host: str, port: int) -> web.AppRunner:
    """Raises CannotListen."""
    # No access log: query strings carry phones and passwords. Whoever sends no whole head within IDLE_S is cut off.
    # A compressed body is refused before a byte of it is unpacked: 250 kB of them are as many MB.
    runner = web.AppRunner(
        server, access_log=None, keepalive_timeout=IDLE_S, max_line_size=LONGEST_LINE, auto_decompress=False
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as taken:
        await runner.cleanup()
        raise CannotListen(f"cannot listen on {host}:{port}: {taken.strerror}; try another --port") from taken
    return runner


async def _look_after(parts: Parts) -> None:
    """Notice a new catalogue, and measure what waits."""
    while True:
        lag = Lag(LOOK_EVERY)
        await asyncio.sleep(LOOK_EVERY)
        lag.tell()
        try:
            await parts.shopkeeper.look()
            await watch(parts.database, parts.zone)
        except StoreUnavailable as trouble:
            STORE_TROUBLE.labels("look").inc()
            log.warning("store_unavailable", reason=str(trouble))
