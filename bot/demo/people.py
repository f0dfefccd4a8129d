"""Somebody of the village with a WeChat account, a phone, or both: what they say, and all they get to read."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from bot.demo.fake_gateway import FakeGateway
from bot.demo.fake_wechat import FakeWechat
from bot.demo.sms_user import SmsUser
from bot.demo.wechat_user import Answer, WechatUser

LAST_DIGITS = 11  # of a phone: gateways differ in how they write +86


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """Something a person got to read."""

    text: str
    via: Literal["reply", "wechat", "template", "sms"]
    parts: int = 0
    """Of an SMS; 0 otherwise."""
    status: int = 200
    """HTTP status of the answer a reply came in."""
    to: str = ""
    """The openid a WeChat reply was meant for."""
    seconds: float = 0
    at: float = 0
    """Wall clock, seconds."""


class Person:
    """Writes by WeChat where they follow the account, else by SMS. `contact` is how the API knows them."""

    def __init__(
        self, name: str, wechat: WechatUser | None, phone: SmsUser | None, platforms: tuple[FakeWechat, FakeGateway]
    ) -> None:
        self.name, self.wechat, self.phone = name, wechat, phone
        self._wechat, self._gateway = platforms

    @property
    def contact(self) -> str:
        if self.wechat:
            return f"wechat:{self.wechat.openid}"
        return f"sms:{self._phone.phone}"

    @property
    def _phone(self) -> SmsUser:
        if not self.phone:
            raise ValueError(f"{self.name} has neither WeChat nor a phone")
        return self.phone

    async def say(
        self, text: str, at: datetime | None = None, *, by: Literal["wechat", "sms", ""] = "", message_id: str = ""
    ) -> Heard:
        """Send a text `by` one of the two, and return the answer to it; its text is '' where nothing was said.

        An SMS of the same `message_id` again is the gateway's retry.
        """
        if self.wechat and by != "sms":
            return as_heard(await self.wechat.say(text, at))
        answer = await self._phone.say(text, at, message_id)
        return Heard(text=answer.text, via="reply", parts=answer.parts, status=answer.status, seconds=answer.seconds)

    def letters(self) -> list[Heard]:
        """All that was sent to them by itself, not as an answer, oldest first."""
        got = [
            Heard(text=sent.text, via="wechat" if sent.kind == "custom" else "template", at=sent.at)
            for sent in self._wechat.sent
            if self.wechat and sent.openid == self.wechat.openid
        ]
        got += [
            Heard(text=sent.text, via="sms", parts=sent.parts, at=sent.at)
            for sent in self._gateway.sent
            if self.phone and sent.to[-LAST_DIGITS:] == self.phone.phone[-LAST_DIGITS:]
        ]
        return sorted(got, key=lambda letter: letter.at)


def as_heard(answer: Answer) -> Heard:
    """What a follower's own platform shows of an answer."""
    return Heard(text=answer.text, via="reply", status=answer.status, to=answer.to, seconds=answer.seconds)
