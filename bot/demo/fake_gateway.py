"""A pretend SMS gateway that answers as Kannel's smsbox does, with its traps.

Chinese that is sent without `coding=2&charset=UTF-8` becomes `????` though the answer is 202, as seen with Kannel 1.4.5.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import NamedTuple

import aiohttp
import msgspec
from aiohttp import web

from bot.demo.platform import Platform

PART, PART_OF_MANY = 70, 67
GSM_PART, GSM_PART_OF_MANY = 160, 153


class SmsSent(msgspec.Struct, frozen=True, kw_only=True):
    """What a phone got."""

    to: str
    sender: str
    text: str
    parts: int
    dlr_url: str = ""
    at: float


class Encoded(NamedTuple):
    text: str
    parts: int


def on_the_air(text: str, *, coding: str, charset: str) -> Encoded:
    """The text as the phone shows it, and in how many parts it travels."""
    if coding == "2" and charset.upper() == "UTF-8":
        units = len(text.encode("utf-16-be")) // 2
        return Encoded(text, 1 if units <= PART else -(-units // PART_OF_MANY))
    plain = text.encode("ascii", "replace").decode()
    return Encoded(plain, 1 if len(plain) <= GSM_PART else -(-len(plain) // GSM_PART_OF_MANY))


class FakeGateway(Platform):
    """`sent` holds what went out; delivery reports are called back where a `dlr-url` was given."""

    def __init__(self, username: str = "cunkou", password: str = "demo") -> None:  # noqa: S107 - the pretend gateway's own
        super().__init__()
        self.username, self.password = username, password
        self.sent: list[SmsSent] = []
        self.delivers = True
        """False: phones are switched off, reports say failed (2) instead of delivered (1)."""
        self._reports: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/cgi-bin/sendsms", self._sendsms)]

    def got(self, phone: str) -> list[str]:
        """The texts a phone got, oldest first; `phone` as it was sent to."""
        return [sent.text for sent in self.sent if sent.to == phone]

    def deliver(self, phone: str, text: str, parts: int) -> None:
        """A reply in the body of a hook reaches the phone too."""
        self.sent.append(SmsSent(to=phone, sender="", text=text, parts=parts, at=time.time()))

    async def close(self) -> None:
        for report in self._reports:
            report.cancel()
        await asyncio.gather(*self._reports, return_exceptions=True)
        await super().close()

    async def _sendsms(self, request: web.Request) -> web.Response:
        asked = request.query
        if (asked.get("username"), asked.get("password")) != (self.username, self.password):
            return web.Response(status=403, text="Authorization failed for sendsms")
        if not asked.get("to"):
            return web.Response(status=400, text="Missing receiver number, rejected")
        shown = on_the_air(asked.get("text", ""), coding=asked.get("coding", ""), charset=asked.get("charset", ""))
        dlr_url = asked.get("dlr-url", "") if int(asked.get("dlr-mask", "0")) else ""
        self.sent.append(
            SmsSent(
                to=asked["to"],
                sender=asked.get("from", ""),
                text=shown.text,
                parts=shown.parts,
                dlr_url=dlr_url,
                at=time.time(),
            )
        )
        if dlr_url:
            task = asyncio.create_task(self._report(dlr_url))
            self._reports.add(task)
            task.add_done_callback(self._reports.discard)
        await self._notify()
        return web.Response(status=202, text="0: Accepted for delivery")

    async def _report(self, url: str) -> None:
        """Like Kannel, drop a report that nobody takes."""
        with contextlib.suppress(aiohttp.ClientError):
            await self._tell(url)

    async def _tell(self, url: str) -> None:
        async with aiohttp.ClientSession() as session:
            for state in ("8", "1" if self.delivers else "2"):
                async with session.get(url.replace("%d", state)) as answer:
                    await answer.read()
