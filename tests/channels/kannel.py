"""A real Kannel for one test, and a stand-in for the phone network behind it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote_to_bytes

CONF = Path(__file__).with_name("kannel.conf")
PASSWORD = "kannel-test"


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


async def reachable(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)


class Kannel:
    """bearerbox and smsbox on free ports, configured to call `hook` by GET or POST."""

    def __init__(self, folder: Path, hook: str, method: str) -> None:
        self.admin, self.smsbox, self.smsc, self.sendsms = free_ports(4)
        self.conf = folder / "kannel.conf"
        self.conf.write_text(
            CONF.read_text().format(
                admin=self.admin,
                smsbox=self.smsbox,
                smsc=self.smsc,
                sendsms=self.sendsms,
                hook=hook,
                password=PASSWORD,
                fetch="post-url" if method == "POST" else "get-url",
                text="" if method == "POST" else "&text=%a",
            )
        )
        self.folder = folder
        self.boxes: list[asyncio.subprocess.Process] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.sendsms}"

    async def start(self) -> None:
        await self._run("bearerbox")
        await reachable(self.smsc)
        await reachable(self.smsbox)
        await self._run("smsbox")
        await reachable(self.sendsms)

    async def stop(self) -> None:
        for box in reversed(self.boxes):
            box.terminate()
            try:
                await asyncio.wait_for(box.wait(), 5)
            except TimeoutError:
                box.kill()
                await box.wait()

    async def _run(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            box = await asyncio.create_subprocess_exec(
                f"/usr/sbin/{name}", "-v", "1", str(self.conf), stdout=log, stderr=log, cwd=self.folder
            )
        self.boxes.append(box)


class PhoneNetwork:
    """Speaks the line protocol of Kannel's pretend SMSC: `sender receiver kind data`, data percent-encoded."""

    def __init__(self) -> None:
        self.got: dict[str, list[str]] = defaultdict(list)
        """Texts that reached each phone; the parts of a long one are joined by their header."""
        self.parts: dict[str, int] = defaultdict(int)
        self._pieces: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
        self._came = asyncio.Condition()

    async def connect(self, port: int) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
        self._task = asyncio.create_task(self._read())

    async def close(self) -> None:
        self._task.cancel()
        self._writer.close()
        await asyncio.gather(self._task, return_exceptions=True)

    async def text(self, sender: str, text: str, receiver: str = "10690000") -> None:
        data = "".join(f"%{byte:02X}" for byte in text.encode("utf-16-be"))
        self._writer.write(f"{sender} {receiver} ucs2 {data}\n".encode())
        await self._writer.drain()

    async def pinyin(self, sender: str, text: str, receiver: str = "10690000") -> None:
        """A message in the 7-bit alphabet, as phones without Chinese send it."""
        self._writer.write(f"{sender} {receiver} text {text}\n".encode())
        await self._writer.drain()

    async def long_text(self, sender: str, parts: list[str], receiver: str = "10690000") -> None:
        """A message in parts, each with the header that numbers it."""
        for number, part in enumerate(parts, 1):
            header = "".join(f"%{byte:02X}" for byte in bytes([5, 0, 3, 77, len(parts), number]))
            data = "".join(f"%{byte:02X}" for byte in part.encode())
            self._writer.write(f"{sender} {receiver} udh {header} {data}\n".encode())
        await self._writer.drain()

    async def wait(self, phone: str, count: int = 1) -> list[str]:
        async with asyncio.timeout(15), self._came:
            await self._came.wait_for(lambda: len(self.got[phone]) >= count)
        return self.got[phone]

    async def _read(self) -> None:
        while line := await self._reader.readline():
            _, receiver, kind, rest = line.rstrip(b"\n").split(b" ", 3)
            phone = receiver.decode()
            if kind == b"udh":
                header, _, data = rest.partition(b" ")
                self._piece(phone, _bytes(header), _bytes(data.removeprefix(b"data ")))
            else:
                self.parts[phone] += 1
                self.got[phone].append(_bytes(rest).decode("utf-16-be" if kind == b"ucs-2" else "latin-1"))
            async with self._came:
                self._came.notify_all()

    def _piece(self, phone: str, header: bytes, data: bytes) -> None:
        reference, total, number = header[3:6]
        self.parts[phone] += 1
        pieces = self._pieces[phone, reference]
        pieces[number] = data.decode("utf-16-be")
        if len(pieces) == total:
            self.got[phone].append("".join(pieces[n] for n in sorted(pieces)))


def _bytes(data: bytes) -> bytes:
    return unquote_to_bytes(data.replace(b"+", b" "))
