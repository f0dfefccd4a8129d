"""A shop to be examined, and platforms that answer as the real ones do."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.doctor.asking import Asker, asking
from config.settings import Settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CUNKOU_{name.upper()}", raising=False)


@pytest.fixture
def shop(tmp_path) -> Callable[..., Settings]:
    """`shop(redis_url=…)`: settings as given, all others at their defaults."""
    return lambda **given: Settings(data_dir=tmp_path, **given)


@pytest.fixture
async def asker() -> AsyncIterator[Asker]:
    async with asking() as one:
        yield one


@pytest.fixture
async def platform() -> AsyncIterator[Any]:
    """`await platform({"/path": answer})` gives the base of a platform: a dict is JSON, a number a status."""
    running = []

    async def make(answers: dict[str, Any], headers: dict[str, str] | None = None) -> str:
        async def said(request: web.Request) -> web.Response:
            asked.append(request)
            answer = answers.get(request.path, 404)
            if isinstance(answer, int):
                return web.Response(status=answer, headers=headers)
            return web.json_response(answer, headers=headers)

        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", said)
        server = TestServer(app)
        await server.start_server()
        running.append(server)
        return str(server.make_url("")).rstrip("/")

    asked: list[web.Request] = []
    make.asked = asked
    yield make
    for server in running:
        await server.close()
