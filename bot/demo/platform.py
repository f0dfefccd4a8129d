"""What the pretend platforms share: a small HTTP server on loopback, and faults that can be switched on."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """How the next call goes wrong."""

    status: int = 0
    """This HTTP status instead of an answer, for example 502."""
    body: str = "fault"
    """What is said with that status."""
    errcode: int = 0
    """This WeChat errcode instead of an answer."""
    hang: float = 0
    """Seconds to wait before anything else."""
    carried_out: bool = False
    """True: what was asked for is done all the same, only the answer goes wrong."""


class Platform:
    """A pretend platform: `await start()` gives its base URL, `await close()` ends it."""

    def __init__(self) -> None:
        self.calls: dict[str, int] = defaultdict(int)
        """How often each path was called."""
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._came = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._port = 0

    def routes(self) -> list[web.RouteDef]:
        raise NotImplementedError

    def refusal(self, errcode: int) -> web.Response:
        """The platform's way of saying an error code."""
        return web.json_response({"errcode": errcode, "errmsg": "fault"})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self, port: int = 0) -> str:
        """Listen on loopback; port 0 takes any free one. Returns the base URL."""
        app = web.Application(middlewares=[self._go_wrong])
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        self._port = port
        await self.resume()
        return self.url

    async def refuse(self) -> None:
        """Stop listening: connections are refused until `resume()`, kept ones are dropped."""
        if self._runner and self._site:
            await self._site.stop()
            self._site = None
            if self._runner.server:
                await self._runner.server.shutdown(0.05)

    async def resume(self) -> None:
        """Listen again, on the same port."""
        if self._runner and not self._site:
            self._site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
            await self._site.start()
            self._port = int(self._runner.addresses[0][1])

    async def close(self) -> None:
        if self._runner:
            await self._runner.cleanup()
        self._runner = self._site = None

    def fail(self, path: str, fault: Fault, *, times: int = 1) -> None:
        """The next `times` calls of a path, for example `/cgi-bin/message/custom/send`, go wrong."""
        self._faults[path].extend([fault] * times)

    def mend(self) -> None:
        """No more faults."""
        self._faults.clear()

    async def wait_until(self, condition: Callable[[], bool], timeout: float = 5) -> None:  # noqa: ASYNC109 - callers give seconds
        """Wait until something that was received makes `condition` true. Raises TimeoutError."""
        async with asyncio.timeout(timeout), self._came:
            await self._came.wait_for(condition)

    async def _notify(self) -> None:
        async with self._came:
            self._came.notify_all()

    @web.middleware
    async def _go_wrong(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.calls[request.path] += 1
        await self._notify()
        waiting = self._faults[request.path]
        fault = waiting.popleft() if waiting else Fault()
        if fault.carried_out:
            await handler(request)
        if fault.hang:
            await asyncio.sleep(fault.hang)
        if fault.status:
            return web.Response(status=fault.status, text=fault.body)
        if fault.errcode:
            return self.refusal(fault.errcode)
        return web.Response(text=fault.body) if fault.carried_out else await handler(request)
