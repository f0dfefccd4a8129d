"""Servers to be measured beside cunkou. Peers' packages stand in an environment of their own under build/, made when asked."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import venv
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp

from bot.demo.server import free_port

PEERS = Path(__file__).parent / "peers"
ENVIRONMENT = Path(__file__).parent.parent / "build" / "peers"
PACKAGES = ("WeRoBot==1.13.1", "wechatpy[cryptography]==1.8.18", "flask==3.1.3", "gunicorn==27.0.1")
GUNICORN = (
    "-m",
    "gunicorn",
    "--worker-class",
    "gthread",
    "--threads",
    "8",
    "--keep-alive",
    "30",
    "--log-level",
    "error",
)
UP_WITHIN_S = 20.0


@contextlib.asynccontextmanager
async def aiohttp_echo() -> AsyncIterator[tuple[str, int]]:
    """The floor; its URL and process id."""
    port = free_port()
    async with _running(port, sys.executable, str(PEERS / "aiohttp_echo.py"), str(port)) as pid:
        yield f"http://127.0.0.1:{port}", pid


@contextlib.asynccontextmanager
async def peer(module: str, token: str) -> AsyncIterator[tuple[str, int]]:
    """`werobot_echo` or `flask_echo` under gunicorn with one process; its URL and process id."""
    port, python = free_port(), await asyncio.to_thread(_python)
    command = (*GUNICORN, "--bind", f"127.0.0.1:{port}", "--chdir", str(PEERS), f"{module}:app")
    async with _running(port, python, *command, WECHAT_TOKEN=token) as pid:
        yield f"http://127.0.0.1:{port}", pid


def _python() -> str:
    """The interpreter of the peers' environment."""
    python = ENVIRONMENT / "bin" / "python"
    made = ENVIRONMENT / "made"
    if not made.exists():
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)  # noqa: S603 - our own command
        made.touch()
    return str(python)


@contextlib.asynccontextmanager
async def _running(port: int, *command: str, **environment: str) -> AsyncIterator[int]:
    process = await asyncio.create_subprocess_exec(*command, env=os.environ | environment)
    try:
        await _until_it_listens(port)
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


async def _until_it_listens(port: int) -> None:
    """Raises TimeoutError."""
    async with asyncio.timeout(UP_WITHIN_S), aiohttp.ClientSession() as http:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with http.get(f"http://127.0.0.1:{port}/"):
                    return
            await asyncio.sleep(0.1)
