"""The embedded Redis: comes up, keeps its data, ends with its bot, comes back when it is killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import psutil
import pytest
from redis.asyncio import Redis

from bot.storage.redis.server import LONGEST_SOCKET, RedisServer
from bot.storage.sql.database import StoreUnavailable

BOT = """
import asyncio, sys
from pathlib import Path
from redis.asyncio import Redis
from bot.storage.sql.database import StoreUnavailable
from bot.storage.redis.server import RedisServer

async def main():
    server = RedisServer(Path(sys.argv[1]))
    await server.start()
    async with Redis.from_url(server.url) as client:
        await client.set("said", "hello")
    print(server.pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


async def a_bot(data_dir: Path) -> tuple[asyncio.subprocess.Process, int]:
    """A process with its own Redis; its handle and the process id of the Redis."""
    bot = await asyncio.create_subprocess_exec(sys.executable, "-c", BOT, str(data_dir), stdout=asyncio.subprocess.PIPE)
    return bot, int(await bot.stdout.readline())


async def gone(pid: int) -> bool:
    for _ in range(200):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        await asyncio.sleep(0.02)
    return False


def is_private(folder: Path) -> bool:
    return folder.stat().st_mode & 0o077 == 0


def is_there(path: Path) -> bool:
    return path.exists()


async def served_by_another(server: RedisServer, before: int | None) -> bool:
    """Whether, within five seconds, the server runs under another process id than before."""
    for _ in range(250):
        if server.pid not in (None, before):
            await server._until_it_answers()
            return True
        await asyncio.sleep(0.02)
    return False


async def test_it_comes_up_on_a_private_socket_and_keeps_its_data(tmp_path):
    server = RedisServer(tmp_path)
    for said in (None, b"hello"):
        await server.start()
        async with Redis.from_url(server.url) as client:
            assert await client.get("said") == said
            await client.set("said", "hello")
            assert (await client.config_get("port"))["port"] == "0"
        await server.stop()
    assert is_private(tmp_path / "redis")


async def test_a_folder_too_deep_for_a_socket_gets_one_elsewhere(tmp_path):
    deep = tmp_path / ("deep" * 20) / ("deeper" * 20)
    server = RedisServer(deep)
    await server.start()
    socket = Path(server.url.removeprefix("unix://"))
    assert len(os.fsencode(socket)) <= LONGEST_SOCKET
    assert is_private(socket.parent)
    assert RedisServer(deep).url == server.url
    await server.stop()
    assert not is_there(socket)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
async def test_it_ends_with_a_bot_that_is_killed_and_the_next_finds_the_data(tmp_path):
    bot, redis_pid = await a_bot(tmp_path)
    bot.kill()
    await bot.wait()
    assert await gone(redis_pid)
    server = RedisServer(tmp_path)
    await server.start()
    async with Redis.from_url(server.url) as client:
        assert await client.get("said") == b"hello"
    await server.stop()


async def test_a_left_over_server_is_replaced(tmp_path):
    old = RedisServer(tmp_path)
    await old.start()
    old_pid = old.pid
    async with Redis.from_url(old.url) as client:
        await client.set("said", "hello")
    old._lock.close()  # as the kernel does for a bot that is killed
    old._watch.cancel()

    new = RedisServer(tmp_path)
    await new.start()
    assert new.pid not in (None, old_pid)
    assert old._process.wait(5) == 0
    async with Redis.from_url(new.url) as client:
        assert await client.get("said") == b"hello"
    await new.stop()


async def test_a_second_bot_of_the_same_folder_shares_the_server_and_leaves_it_running(tmp_path):
    bot, redis_pid = await a_bot(tmp_path)
    guest = RedisServer(tmp_path)
    await guest.start()
    assert guest.pid is None
    async with Redis.from_url(guest.url) as client:
        assert await client.get("said") == b"hello"
    await guest.stop()
    assert psutil.pid_exists(redis_pid)
    bot.kill()
    await bot.wait()


async def test_a_second_bot_takes_over_when_the_first_is_killed(tmp_path):
    bot, redis_pid = await a_bot(tmp_path)
    guest = RedisServer(tmp_path)
    await guest.start()
    bot.kill()
    await bot.wait()
    assert await served_by_another(guest, redis_pid)
    async with Redis.from_url(guest.url) as client:
        assert await client.get("said") == b"hello"
    await guest.stop()


async def test_a_redis_that_is_killed_is_started_again_with_its_data(tmp_path):
    server = RedisServer(tmp_path)
    await server.start()
    async with Redis.from_url(server.url) as client:
        await client.set("said", "hello")
        await asyncio.sleep(1.1)  # appended once a second
    killed = server.pid
    os.kill(killed, signal.SIGKILL)
    assert await served_by_another(server, killed)
    async with Redis.from_url(server.url) as client:
        assert await client.get("said") == b"hello"
    await server.stop()


async def test_a_redis_that_cannot_start_is_told_plainly_and_blocks_nobody(tmp_path, monkeypatch):
    server = RedisServer(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr("bot.storage.redis.server.find_redis_server", lambda: "/bin/false")
        with pytest.raises(StoreUnavailable, match="redis-server"):
            await server.start()
    await server.start()
    await server.stop()


async def test_without_any_redis_binary_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("bot.storage.redis.server.find_spec", lambda _: None)
    with pytest.raises(StoreUnavailable, match="CUNKOU_REDIS_URL"):
        await RedisServer(tmp_path).start()
