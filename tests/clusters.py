"""A real Redis Cluster on loopback: masters without replicas, which can be killed and come back."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.storage.redis.server import find_redis_server

SLOTS = 16384
HOST = "127.0.0.1"


class Cluster:
    def __init__(self, folder: Path, *, masters: int = 3) -> None:
        self._folder = folder
        found = _free_ports(2 * masters)
        self.ports = found[:masters]
        self._bus = dict(zip(self.ports, found[masters:], strict=True))
        self._running: dict[int, asyncio.subprocess.Process] = {}

    @property
    def url(self) -> str:
        return "redis+cluster://" + ",".join(f"{HOST}:{port}" for port in self.ports)

    async def start(self) -> None:
        for port in self.ports:
            await self.begin(port)
        share = -(-SLOTS // len(self.ports))
        for place, port in enumerate(self.ports):
            async with Redis(host=HOST, port=port) as one:
                first, last = place * share, min((place + 1) * share, SLOTS) - 1
                await one.execute_command("CLUSTER", "ADDSLOTSRANGE", first, last)
                await one.execute_command("CLUSTER", "MEET", HOST, self.ports[0], self._bus[self.ports[0]])
        for port in self.ports:
            await self._until(port, "cluster_state:ok", f"cluster_known_nodes:{len(self.ports)}")

    async def begin(self, port: int) -> None:
        """Start the master of a port; where it was before, its file brings everything back."""
        folder = self._folder / str(port)
        folder.mkdir(exist_ok=True)
        options = {
            "port": port, "bind": HOST, "dir": folder, "appendonly": "yes", "save": "", "cluster-enabled": "yes",
            "cluster-port": self._bus[port], "cluster-node-timeout": 1000, "cluster-require-full-coverage": "no",
        }  # fmt: skip  # a table, a row a line
        command = [find_redis_server()]
        for name, value in options.items():
            command += [f"--{name}", str(value)]
        self._running[port] = await asyncio.create_subprocess_exec(
            *command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        await self._until(port)

    async def kill(self, port: int) -> None:
        """kill -9."""
        process = self._running.pop(port)
        process.kill()
        await process.wait()

    async def stop(self) -> None:
        for port in list(self._running):
            await self.kill(port)

    async def _until(self, port: int, *said: str) -> None:
        """Wait until the master answers, and says all this of the cluster."""
        async with asyncio.timeout(20):
            while True:
                with contextlib.suppress(RedisError, OSError):
                    async with Redis(host=HOST, port=port) as one:
                        lines = (await one.execute_command("CLUSTER", "INFO")).decode().split()
                        if all(line in lines for line in said):
                            return
                await asyncio.sleep(0.02)


def _free_ports(count: int) -> list[int]:
    """Ports nobody listens on now. They are not held, so that ask shortly before use."""
    with contextlib.ExitStack() as held:
        found = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in found:
            one.bind((HOST, 0))
        return [one.getsockname()[1] for one in found]
