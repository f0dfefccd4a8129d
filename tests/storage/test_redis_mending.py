"""An embedded Redis whose file was damaged by a full disk starts all the same, with what stands before the damage."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.storage.redis.mending import SET_ASIDE, mend
from bot.storage.redis.server import RedisServer

TORN = b"*3\r\n$3\r\nSET\r\n$4\r\nto"
"""What Redis leaves in its file where the disk is full in the middle of a command."""
LATER = b"*3\r\n$3\r\nSET\r\n$5\r\nlater\r\n$1\r\n1\r\n"


@pytest.fixture
async def written(tmp_path) -> Path:
    """The file of a Redis that was told something and has ended."""
    server = RedisServer(tmp_path)
    await server.start()
    async with Redis.from_url(server.url) as client:
        await client.set("said", "hello")
    await server.stop()
    return appended(tmp_path)


def appended(data_dir: Path) -> Path:
    [path] = (data_dir / "redis" / "appendonlydir").glob("*.incr.aof")
    return path


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes() + TORN + LATER * 20)


async def kept(server: RedisServer) -> bytes | None:
    async with Redis.from_url(server.url) as client:
        return await client.get("said")


async def test_what_stands_before_the_damage_is_kept(written, tmp_path):
    damage(written)
    server = RedisServer(tmp_path)
    await server.start()
    assert await kept(server) == b"hello"
    await server.stop()


async def test_a_file_that_cannot_be_mended_is_set_aside(written, tmp_path):
    for _ in range(2):  # and again, when another one stands there already
        damaged = b"REDIS0011" + os.urandom(64)
        base = next(written.parent.glob("*.base.rdb"))
        base.write_bytes(damaged)
        server = RedisServer(tmp_path)
        await server.start()
        assert await kept(server) is None
        await server.stop()
        assert (tmp_path / "redis" / SET_ASIDE / base.name).read_bytes() == damaged


async def test_a_server_that_dies_after_the_damage_is_started_again(tmp_path):
    server = RedisServer(tmp_path)
    await server.start()
    async with Redis.from_url(server.url) as client:
        await client.set("said", "hello")
        await asyncio.sleep(1.1)  # appended once a second
    killed = server.pid
    damage(appended(tmp_path))
    os.kill(killed, signal.SIGKILL)
    async with asyncio.timeout(10):
        while not await server._answers() or server.pid == killed:  # noqa: ASYNC110 - another process comes up
            await asyncio.sleep(0.05)
    assert await kept(server) == b"hello"
    await server.stop()


async def test_a_program_that_checks_nothing_changes_nothing(written, tmp_path):
    before = written.read_bytes()
    for program in ("/bin/false", "/no/such/program"):
        mend(tmp_path / "redis", program)
    assert written.read_bytes() == before
    assert not (tmp_path / "redis" / SET_ASIDE).exists()
