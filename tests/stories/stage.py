"""A story's own station and people in a running village: who says what, what they hear, what the API knows of it."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from checks import ANSWER_WITHIN_S, check_answer, check_heard
from homes import Home
from story import Patterns, Role, Story

from bot.demo.people import Heard, Person, as_heard
from bot.demo.village import Village

SHANGHAI = ZoneInfo("Asia/Shanghai")
PATTERNS = {"DAY": r"(?:今天|明天|后天|\d{1,2}月\d{1,2}|周[一二三四五六日天]|星期)", "HOW_TO_CANCEL": "(?:取消|不要)"}
_PLACEHOLDER = re.compile(r"\{(order|code|phone|sms_code|village|DAY|HOW_TO_CANCEL)(?::(\w+))?\}")


class Stage:
    def __init__(self, village: Village, story: Story, home: Home) -> None:
        self.village, self.story, self.home = village, story, home
        self.people = {name: self._person(n, name, role) for n, (name, role) in enumerate(story.people.items())}
        self.answers: dict[str, str] = dict.fromkeys(self.people, "")
        """The newest answer each of them got."""
        self.later = timedelta()
        """How far the story's clock is ahead of the wall's."""
        self._lines: list[str] = []
        self._seen: dict[str, int] = {}

    @property
    def now(self) -> datetime:
        return datetime.now(SHANGHAI) + self.later

    def note(self, line: str) -> None:
        self._lines.append(line)

    def told_so_far(self) -> str:
        """The whole talk, and every letter that went out, for a failure's message."""
        letters = [f"→ {name} [{x.via}] {x.text}" for name, p in self.people.items() for x in p.letters()]
        return "\n".join([*self._lines, *letters])

    def _person(self, n: int, name: str, role: Role) -> Person:
        if role.manager:
            openid, phone = self.home.manager_wechat, self.home.manager_phone
        else:
            openid = f"o{self.home.code}Villager{n:02d}" if role.uses != "sms" else ""
            phone = f"+86138{self.home.code[2:]}{n:05d}" if role.uses == "sms" else ""
        return self.village.person(name, openid=openid, phone=phone, mode=role.mode)

    async def enter(self, name: str) -> None:
        """Follow the account by the station's code, or say by SMS where one is from; a manager is there already."""
        role, person = self.story.people[name], self.people[name]
        if role.manager:
            return
        if person.wechat:
            scene = {"scan": self.home.code, "unknown": "NOBODYS", "search": ""}.get(role.follows)
            if scene is not None:
                await self.hear(name, "(follows)", as_heard(await person.wechat.follow(scene, self.now)))
        elif role.village != "no":
            await self.say(name, f"我是{role.village or self.home.village}的")

    def mark(self) -> None:
        """From here on, `letters(name)` are those of the action that follows."""
        self._seen = {name: len(person.letters()) for name, person in self.people.items()}

    def letters(self, name: str) -> list[Heard]:
        """What a person was sent by itself since the mark."""
        return self.people[name].letters()[self._seen.get(name, 0) :]

    async def say(self, name: str, text: str) -> str:
        return await self.hear(name, text, await self.people[name].say(text, self.now))

    async def hear(self, name: str, said: str, heard: Heard) -> str:
        """Take an answer in, or wait for it where it does not come in the reply. Raises AssertionError when none comes."""
        self.take(name, said, heard)
        if not heard.text:
            try:
                async with asyncio.timeout(ANSWER_WITHIN_S):
                    while not self.letters(name):  # noqa: ASYNC110 - two platforms may bring it
                        await asyncio.sleep(0.05)
            except TimeoutError:
                raise AssertionError(f"{name} got no answer to {said[:60]!r}") from None
            heard = self.letters(name)[-1]
            check_heard(heard)
        self.answers[name] = heard.text
        return heard.text

    def take(self, name: str, said: str, heard: Heard) -> None:
        """Note what came in the reply itself, and check it."""
        self.note(f"{name}: {said[:80]}\n    {heard.text or '(nothing)'}")
        follower = self.people[name].wechat
        check_answer(heard, follower.openid if follower else "")

    async def orders(self, of: str = "") -> list[dict[str, Any]]:
        """Orders of a person, or of the whole station; newest first."""
        if of:
            return await self.village.county.orders(contact=self.people[of].contact)
        return await self.village.county.orders(station=self.home.code)

    async def fill(self, text: str) -> str:
        """Put in numbers and codes: `{order}`, `{code:秋香}`, `{phone:老李}`, `{sms_code:老李}`, `{DAY}` …"""
        values = {match[0]: await self._value(match[1], match[2] or "") for match in _PLACEHOLDER.finditer(text)}
        return _PLACEHOLDER.sub(lambda match: values[match[0]], text)

    async def _value(self, name: str, who: str) -> str:
        if name in PATTERNS:
            return PATTERNS[name]
        if name == "village":
            return self.home.village
        if name == "phone":
            phone = self.people[who].phone
            assert phone, f"{who} has no phone"
            return phone.phone.removeprefix("+86")
        if name == "sms_code":
            return await self._sms_code(who)
        newest = (await self.orders(who))[0]
        value = newest["number"] if name == "order" else newest["pickup_code"]
        assert value, f"the order has no {name}: {newest}"
        return str(value)

    async def _sms_code(self, who: str) -> str:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            while True:
                codes = [code[0] for x in self.people[who].letters() if (code := re.search(r"\d{6}", x.text))]
                if codes:
                    return codes[-1]
                await asyncio.sleep(0.05)

    async def patterns(self, given: Patterns) -> list[str]:
        return [await self.fill(str(pattern)) for pattern in (given if isinstance(given, list) else [given])]
