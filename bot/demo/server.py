"""The real server as a child process on loopback, with secrets of its own: black box for the demo and the tests."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
import sys
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import IO

import aiohttp

READY_WITHIN_S = 120.0
STOP_WITHIN_S = 15.0
LOG_TAIL_CHARS = 4000


class ServerFailed(Exception):
    """A command of cunkou went wrong, or the server did not come up; the text holds the end of what it printed."""


class Server:
    """`python -m bot serve` with a data directory of its own. Stores are the embedded ones unless `settings` name others.

    `settings` are environment variables without the prefix `CUNKOU_`; nothing of the caller's own cunkou settings
    gets in, neither from the environment nor from a `.env` file.
    """

    def __init__(self, home: Path, settings: Mapping[str, str]) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = home / "server.log"
        outside = {name: value for name, value in os.environ.items() if not name.startswith("CUNKOU_")}
        self.environment = outside | {"CUNKOU_DATA_DIR": str(home / "data"), "PYTHONUNBUFFERED": "1"}
        self.environment |= {f"CUNKOU_{name}": value for name, value in settings.items()}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise ServerFailed("the server was not started")
        return self._process

    async def command(self, *arguments: str) -> str:
        """Run `cunkou …` to its end and return what it printed. Raises ServerFailed when it does not exit with 0."""
        process = await self._spawn(*arguments, output=asyncio.subprocess.PIPE)
        printed = (await process.communicate())[0].decode(errors="replace")
        if process.returncode:
            raise ServerFailed(f"cunkou {' '.join(arguments)} ended with {process.returncode}:\n{printed}")
        return printed

    async def start(self, role: str = "all") -> None:
        """Start serving and wait until it is ready; a worker serves no HTTP and is not waited for. Raises ServerFailed."""
        command = ("serve", "--host", "127.0.0.1", "--port", str(self.port), "--role", role)
        with self.log.open("ab") as log:
            self._process = await self._spawn(*command, output=log)
        if role == "worker":
            return
        try:
            async with asyncio.timeout(READY_WITHIN_S):
                await self._until_ready()
        except TimeoutError:
            await self.stop()
            raise ServerFailed(f"not ready within {READY_WITHIN_S:.0f} s:\n{self.log_tail()}") from None

    async def _until_ready(self) -> None:
        async with aiohttp.ClientSession() as http:
            while True:
                if await self._ready(http):
                    return
                await asyncio.sleep(0.05)

    async def _ready(self, http: aiohttp.ClientSession) -> bool:
        if self._running.returncode is not None:
            raise ServerFailed(f"the server ended with {self._running.returncode}:\n{self.log_tail()}")
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with http.get(f"{self.base}/readyz", timeout=aiohttp.ClientTimeout(total=2)) as answer:
                return answer.status == HTTPStatus.OK
        return False

    async def stop(self) -> None:
        """End it as systemd would; a server that does not end in time is killed."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(STOP_WITHIN_S):
                await self._process.wait()
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """End it as a power cut would: kill -9."""
        self._running.kill()
        await self._running.wait()

    def log_tail(self) -> str:
        return self.log.read_text(errors="replace")[-LOG_TAIL_CHARS:] if self.log.exists() else ""

    async def _spawn(self, *arguments: str, output: int | IO[bytes]) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=self.home,
            env=self.environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=asyncio.subprocess.STDOUT,
        )


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def made_up_secrets() -> dict[str, str]:
    """Every secret the server wants, fresh; the account and the gateway's user are invented."""
    return {
        "API_TOKEN": secrets.token_hex(16),
        "SECRET_KEY": secrets.token_hex(24),
        "WECHAT_TOKEN": secrets.token_hex(8),
        "WECHAT_APP_ID": "wx0000000000000000",
        "WECHAT_APP_SECRET": secrets.token_hex(16),
        "SMS_PROVIDER": "kannel",
        "SMS_HOOK_SECRET": secrets.token_hex(8),
        "KANNEL_USERNAME": "cunkou",
        "KANNEL_PASSWORD": secrets.token_hex(8),
    }
