"""A villager's phone behind Kannel: posts what smsbox posts to a service, and shows the answer as the phone would."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime
from typing import Literal

import aiohttp
import msgspec
from yarl import URL

from bot.demo.fake_gateway import FakeGateway, on_the_air


class SmsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back in the hook's body; `text` is '' where nothing was said."""

    status: int
    text: str = ""
    parts: int = 0
    seconds: float = 0


class SmsUser:
    """One phone. `hook` is the URL with its secret, `…/hook/sms/kannel/SECRET`; `gateway` also keeps the answers."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        hook: str,
        phone: str,
        gateway: FakeGateway | None = None,
        method: Literal["GET", "POST"] = "POST",
    ) -> None:
        self.session, self.hook, self.phone, self.gateway, self.method = session, hook, phone, gateway, method

    async def say(self, text: str, at: datetime | None = None, message_id: str = "") -> SmsAnswer:
        """Send a text; the same `message_id` again is Kannel's retry."""
        query = {
            "from": self.phone,
            "to": "10690000",
            "id": message_id or str(uuid.uuid4()),
            "ts": str(int((at or datetime.now(UTC)).timestamp())),
        }
        if self.method == "GET":
            query["text"] = text
        url = URL(self.hook).with_query(query)
        body = text.encode() if self.method == "POST" else None
        headers = {"Content-Type": "text/plain; charset=UTF-8"}
        started = time.perf_counter()
        async with self.session.request(self.method, url, data=body, headers=headers) as answer:
            said = await answer.read()
            seconds = time.perf_counter() - started
            return self._show(answer, said.decode("utf-8", "replace"), seconds)

    def _show(self, answer: aiohttp.ClientResponse, said: str, seconds: float) -> SmsAnswer:
        if answer.status not in (200, 202) or not said:
            return SmsAnswer(status=answer.status, seconds=seconds)
        coding = answer.headers.get("X-Kannel-Coding", "")
        shown = on_the_air(said, coding=coding, charset=answer.charset or "")
        if self.gateway:
            self.gateway.deliver(self.phone, shown.text, shown.parts)
        return SmsAnswer(status=answer.status, text=shown.text, parts=shown.parts, seconds=seconds)
