"""A worker answers no hooks; at WATCH_PORT it tells how it is, and nothing else."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from aiohttp import ClientSession

from bot.demo.server import free_port
from bot.serving import CannotListen, _be_watched


def parts(port: int, **missing: str) -> SimpleNamespace:
    async def lacks() -> dict[str, str]:
        return missing

    return SimpleNamespace(settings=SimpleNamespace(watch_port=port), missing=lacks)


async def status(port: int, path: str) -> int:
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        await answer.read()
        return answer.status


async def test_a_worker_tells_how_it_is():
    port = free_port()
    runner = await _be_watched(parts(port), "127.0.0.1")
    found = {
        path: await status(port, path) for path in ("/healthz", "/readyz", "/metrics", "/hook/wechat", "/api/v1/orders")
    }
    await runner.cleanup()
    assert found == {"/healthz": 200, "/readyz": 200, "/metrics": 200, "/hook/wechat": 404, "/api/v1/orders": 404}


async def test_it_is_not_ready_where_something_is_missing():
    port = free_port()
    runner = await _be_watched(parts(port, redis="gone"), "127.0.0.1")
    found = await status(port, "/readyz"), await status(port, "/healthz")
    await runner.cleanup()
    assert found == (503, 200)


async def test_without_the_setting_it_listens_nowhere():
    assert await _be_watched(parts(0), "127.0.0.1") is None


async def test_a_port_that_is_taken_is_named():
    port = free_port()
    first = await _be_watched(parts(port), "127.0.0.1")
    with pytest.raises(CannotListen, match=str(port)):
        await _be_watched(parts(port), "127.0.0.1")
    await first.cleanup()
