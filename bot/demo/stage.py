"""What the day is played on: the people, their phones' screens, and the clock on the wall."""

from __future__ import annotations

import re
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from bot.demo import script
from bot.demo.people import Heard
from bot.demo.script import Day
from bot.demo.village import Village
from bot.demo.wechat_user import WechatUser

WAYS: Final = {"wechat": "微信", "template": "微信模板", "sms": "短信"}
ZONE: Final = ZoneInfo("Asia/Shanghai")
_PLACEHOLDER = re.compile(r"\{(order|code):(\w+)\}")


class Bubble(msgspec.Struct, frozen=True, kw_only=True):
    """Something on a person's screen."""

    who: str
    text: str
    own: bool
    """Written by the person, not read by them."""
    at: str
    note: str = ""


class StepFailed(Exception):
    """A step brought something else than it should."""

    def __init__(self, step: script.AnyStep, expected: str, came: str) -> None:
        super().__init__(f"{step.who}: expected {expected}, got {came}")
        self.step, self.expected, self.came = step, expected, came


class Stage:
    def __init__(self, village: Village, day: Day) -> None:
        self.village, self.day = village, day
        self.people = {
            name: village.person(name, openid=role.openid, phone=role.phone) for name, role in day.people.items()
        }
        self.bubbles: list[Bubble] = []
        self.answers: dict[str, str] = {}
        self._read: dict[str, int] = dict.fromkeys(day.people, 0)
        self._told_from: dict[str, int] = dict.fromkeys(day.people, 0)
        self.clock = "08:00"
        """HH:MM of the scene that is played."""

    @property
    def now(self) -> datetime:
        """Today at the scene's hour, so that every day of the demo is the same day."""
        hour, minute = map(int, self.clock.split(":"))
        return datetime.now(ZONE).replace(hour=hour, minute=minute, second=0)

    def show(self, name: str, text: str, *, own: bool, note: str = "") -> None:
        self.bubbles.append(Bubble(who=name, text=text, own=own, at=self.clock, note=note))

    def read_letters(self) -> None:
        """Show on everybody's phone what came by itself meanwhile."""
        for name, person in self.people.items():
            letters = person.letters()
            for letter in letters[self._read[name] :]:
                self.show(name, letter.text, own=False, note=f"{WAYS[letter.via]}通知")
            self._read[name] = len(letters)

    async def say(self, step: script.AnyStep, text: str) -> str:
        """Say a text and check its answer."""
        self.mark(step.who)
        self.read_letters()
        self.show(step.who, text, own=True)
        return await self.take(step, await self.people[step.who].say(text, self.now))

    async def take(self, step: script.AnyStep, heard: Heard) -> str:
        """Show an answer, and compare it with what the step expects. Raises StepFailed."""
        self.show(step.who, heard.text, own=False, note=f"{heard.seconds * 1000:.0f} 毫秒")
        self.answers[step.who] = heard.text
        if heard.status != HTTPStatus.OK:
            raise StepFailed(step, "HTTP 200", f"HTTP {heard.status}")
        for pattern in step.expect:
            if not re.search(await self.fill(pattern), heard.text):
                raise StepFailed(step, await self.fill(pattern), heard.text or "（没有回话）")
        return heard.text

    async def newest(self, name: str) -> dict[str, Any]:
        """Somebody's newest order, {} where there is none."""
        orders = await self.village.county.orders(contact=self.people[name].contact)
        return orders[0] if orders else {}

    async def fill(self, text: str) -> str:
        for field, name in _PLACEHOLDER.findall(text):
            key = "number" if field == "order" else "pickup_code"
            text = text.replace(f"{{{field}:{name}}}", str((await self.newest(name)).get(key) or "（还没有）"))
        return text

    def follower(self, name: str) -> WechatUser:
        follower = self.people[name].wechat
        if follower is None:
            raise ValueError(f"{name} has no WeChat")
        return follower

    def mark(self, name: str) -> None:
        """From here on, `told(name)` is what comes after."""
        self._told_from[name] = len(self.people[name].letters())

    def told(self, name: str) -> list[Heard]:
        """What somebody was sent by itself since the mark."""
        return self.people[name].letters()[self._told_from[name] :]
