"""Ways of talking to the bot: what is said, and the way each platform brings it to any of the servers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from aliyun_phone import push
from carrying import Platforms, Post, Said

from bot.demo.people import Heard, Person
from bot.demo.village import Village

ANSWER_S, LOOK_S = 10.0, 0.1
"""How long somebody waits for an answer that comes by a message of its own, and how often they look."""


class Voice:
    """Somebody's; `doors` are the servers that serve the same shop. `said` keeps all messages."""

    answered_apart = False
    """Whether answers come by messages of their own."""

    def __init__(self, doors: Sequence[Village], platforms: Platforms, name: str, **identity: str) -> None:
        """`identity`: an openid or a phone."""
        self._selves: list[Person] = [door.person(name, **identity) for door in doors]
        self._doors, self._platforms, self._dice = doors, platforms, platforms.dice
        self.contact, self.address = self._selves[0].contact, next(iter(identity.values()))
        self.said: list[Said] = []

    def letters(self) -> list[Heard]:
        """What was sent to them by itself."""
        return self._selves[0].letters()

    async def say(self, text: str, *, waited_for: bool = True, goods: Sequence[str] = ()) -> Said:
        raise NotImplementedError

    async def ask(self, text: str, awaited: re.Pattern[str]) -> str:
        """Say something, and the answer to it; where that comes by a message of its own, one of the kind awaited, or ''."""
        before = len(self.letters())
        answer = (await self.say(text)).answer
        for _ in range(int(ANSWER_S / LOOK_S) if self.answered_apart else 0):
            if found := [letter.text for letter in self.letters()[before:] if awaited.search(letter.text)]:
                return found[-1]
            await asyncio.sleep(LOOK_S)
        return answer

    async def say_in_parts(self, parts: Sequence[str], goods: Sequence[str]) -> None:
        """One long message that arrives in parts, each a message of its own; `goods` is what it asks for."""
        asked = [goods, *[()] * (len(parts) - 1)]
        await asyncio.gather(
            *(self.say(part, waited_for=False, goods=of) for part, of in zip(parts, asked, strict=True))
        )

    async def _bring(self, said: Said, posts: Sequence[Post]) -> Said:
        self.said.append(said)
        await self._platforms.carry(said, posts)
        return said


class ByWechat(Voice):
    async def say(self, text: str, *, waited_for: bool = True, goods: Sequence[str] = ()) -> Said:
        first = self._selves[0].wechat
        assert first
        xml = first.message("text", Content=text)
        number = xml.rpartition("<MsgId>")[2].partition("<")[0]
        return await self._deliver(Said(f"wechat:{first.openid}:{number}", text, waited_for, goods=tuple(goods)), xml)

    async def follow(self, station: str) -> Said:
        """Follow the account by the station's code; an event has no id that could be looked for."""
        first = self._selves[0].wechat
        assert first
        xml = first.event("subscribe", EventKey=f"qrscene_{station}", Ticket="t")
        return await self._deliver(Said(key="", text="", waited_for=True), xml)

    async def _deliver(self, said: Said, xml: str) -> Said:
        async def post(person: Person) -> tuple[int, str]:
            assert person.wechat
            answer = await person.wechat.deliver(xml)
            return answer.status, answer.text

        return await self._bring(said, [lambda person=person: post(person) for person in self._selves])


class ByKannel(Voice):
    async def say(self, text: str, *, waited_for: bool = True, goods: Sequence[str] = ()) -> Said:
        identity = f"chaos-{self.address[-8:]}-{len(self.said)}-{self._dice.getrandbits(48):x}"

        async def post(person: Person) -> tuple[int, str]:
            heard = await person.say(text, message_id=identity)
            return heard.status, heard.text

        said = Said(f"sms:{identity}", text, waited_for, goods=tuple(goods))
        return await self._bring(said, [lambda person=person: post(person) for person in self._selves])


class ByAliyun(Voice):
    answered_apart = True

    async def say(self, text: str, *, waited_for: bool = True, goods: Sequence[str] = ()) -> Said:
        return (await self._push([text], waited_for, goods))[0]

    async def say_in_parts(self, parts: Sequence[str], goods: Sequence[str]) -> None:
        """All parts in one push, and all of them again where it was not taken."""
        await self._push(parts, waited_for=False, goods=goods)

    async def _push(self, texts: Sequence[str], waited_for: bool, goods: Sequence[str]) -> list[Said]:
        messages = {
            f"{self.address[-8:]}{n:06d}{self._dice.getrandbits(32):010d}": text
            for n, text in enumerate(texts, len(self.said))
        }

        async def post(door: Village) -> tuple[int, str]:
            return await push(door, self.address, messages), ""

        first, *others = [Said(f"sms:aliyun:{sequence}", text, waited_for) for sequence, text in messages.items()]
        first.goods = tuple(goods)
        await self._bring(first, [lambda door=door: post(door) for door in self._doors])
        for other in others:
            other.follow(first)
        self.said += others
        return [first, *others]
