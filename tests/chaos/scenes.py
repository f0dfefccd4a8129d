"""The two ways a shop stands: all in one process on SQLite, or several over one PostgreSQL; and what can befall them."""

from __future__ import annotations

import contextlib
import random
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import msgspec
from aliyun_phone import SETTINGS as ALIYUN
from killing import killed, killed_sending, redis_flushed, redis_killed
from platforms_in_trouble import platforms_away, platforms_slow
from shop_files import write_files
from small_disk import SmallDisk
from stores_in_trouble import disk_full, no_longer_files, sqlite_locked
from strikes import Calamity

from bot.demo.server import Server
from bot.demo.village import Village, open_village
from bot.storage.redis.server import RedisServer


class Scene(msgspec.Struct, frozen=True):
    """The servers of a shop and what can befall them."""

    doors: Sequence[Village]
    servers: dict[Server, str]
    """With their roles."""
    database_url: str
    redis_url: str
    calamities: dict[str, Calamity]


@contextlib.asynccontextmanager
async def on_sqlite(home: Path, dice: random.Random, disk: SmallDisk | None = None) -> AsyncIterator[Scene]:
    """The embedded default: one process, SQLite, a Redis of its own; `disk` is what `sqlite_disk` of this home is on."""
    catalog, stations = write_files(home)
    async with open_village(home / "bot", catalog=catalog, stations=stations, settings=ALIYUN) as village:
        data = sqlite_disk(home)
        yield Scene(
            [village],
            {village.server: "all"},
            f"sqlite:///{data / 'cunkou.db'}",
            RedisServer(data).url,
            _embedded(village, disk, dice),
        )


def sqlite_disk(home: Path) -> Path:
    """Where the bot of `on_sqlite` keeps everything."""
    return home / "bot" / "data"


@contextlib.asynccontextmanager
async def on_postgres(home: Path, dice: random.Random, url: str, postgres: dict[str, Calamity]) -> AsyncIterator[Scene]:
    """Two web servers and a worker over one PostgreSQL and one Redis; `postgres`: what can befall the one at `url`."""
    catalog, stations = write_files(home)
    redis = RedisServer(home / "shared")
    await redis.start()
    settings = ALIYUN | {"DATABASE_URL": url, "REDIS_URL": redis.url}
    opening = open_village(home / "one", catalog=catalog, stations=stations, settings=settings, role="web")
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(redis.stop)
        one = await stack.enter_async_context(opening)
        other, worker = Server(home / "two", one.settings), Server(home / "worker", one.settings)
        for server, role in ((other, "web"), (worker, "worker")):
            await server.start(role)
            stack.push_async_callback(server.stop)
        doors = [one, Village(other, one.wechat, one.gateway, one.http, one.settings)]
        servers = {one.server: "web", other: "web", worker: "worker"}
        yield Scene(doors, servers, url, redis.url, _shared(doors, worker, home / "shared", dice) | postgres)


def _embedded(village: Village, disk: SmallDisk | None, dice: random.Random) -> dict[str, Calamity]:
    """Its Redis keeps its file on the same disk."""
    home, server = village.server.home, village.server
    return {
        "bot killed": killed(server, "all", dice),
        "bot killed while sending": killed_sending(village, server, "all", dice),
        "Redis killed": redis_killed(home),
        "Redis flushed": redis_flushed(home),
        "platforms away": platforms_away(village, dice),
        "platforms slow": platforms_slow(village, dice),
        "database locked": sqlite_locked(home / "data" / "cunkou.db", dice),
        "disk full": disk_full(disk, dice) if disk else no_longer_files(server, dice),
    }


def _shared(doors: Sequence[Village], worker: Server, redis_home: Path, dice: random.Random) -> dict[str, Calamity]:
    kinds = {f"web server {n} killed": killed(door.server, "web", dice) for n, door in enumerate(doors, 1)}
    return kinds | {
        "worker killed": killed(worker, "worker", dice),
        "worker killed while sending": killed_sending(doors[0], worker, "worker", dice),
        "Redis killed": redis_killed(redis_home),
        "Redis flushed": redis_flushed(redis_home),
        "platforms away": platforms_away(doors[0], dice),
        "platforms slow": platforms_slow(doors[0], dice),
    }
