"""Villagers who shop while the bot is shot at, and platforms that deliver what they say as the real ones do.

A platform delivers until it gets a 200, a few times; sometimes twice at once, and sometimes again long after, when the
next message has come already.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
import msgspec
from aliyun_phone import push

from bot.demo.people import Heard, Person
from bot.demo.village import Village

GOODS = {
    "粤盐一袋": "V006",
    "太古白糖一袋": "V007",
    "紫林陈醋一瓶": "V005",
    "东古一品鲜一瓶": "V003",
    "冷酸灵牙膏一支": "V035",
    "力士香皂一块": "V036",
    "红星二锅头一瓶": "V041",
    "娃哈哈八宝粥一罐": "V043",
    "大白兔奶糖一袋": "V047",
    "杏花楼月饼礼盒一盒": "V046",
}
"""Words that can mean one article only; of the last there are but a few."""
SCARCE = "V046"
TRIES, PAUSE_S, HANG_UP_S = 3, 1.5, 5.0
ANSWER_S = 3.0
"""How long somebody waits for an answer that comes by a message of its own."""
TWICE_AT_ONCE, AGAIN_LATER = 0.1, 0.1
PLACED = re.compile(r"下单了.*?单号(\d+)", re.DOTALL)
_numbers = itertools.count(1)


class Said(msgspec.Struct):
    """A message and what became of it at the hook."""

    key: str
    """As the inbox knows it."""
    text: str
    waited_for: bool
    """Whether the person waited for its answer before saying more."""
    deliveries: int = 0
    acknowledged: bool = False
    in_time: bool = False
    """Acknowledged before the person said anything more."""
    answers: set[str] = msgspec.field(default_factory=set)

    @property
    def answer(self) -> str:
        return max(self.answers, key=len, default="")


class Platforms:
    """How messages travel: which server they come to, how often, and when again."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.deliveries = 0
        self._late: list[asyncio.Task[bool]] = []

    async def carry(self, said: Said, posts: Sequence[Callable[[], Awaitable[tuple[int, str]]]]) -> None:
        """Bring a message to any of the servers, as often as a platform would."""
        copies = 1 + (self.dice.random() < TWICE_AT_ONCE)
        await asyncio.gather(*(self._deliver(said, posts) for _ in range(copies)))
        said.in_time = said.acknowledged
        if self.dice.random() < AGAIN_LATER:
            self._late.append(asyncio.create_task(self._later(said, posts)))

    async def come_to_rest(self) -> None:
        """Wait for what is delivered again late."""
        late, self._late = self._late, []
        await asyncio.gather(*late)

    async def _later(self, said: Said, posts: Sequence[Callable[[], Awaitable[tuple[int, str]]]]) -> bool:
        await asyncio.sleep(self.dice.uniform(0.2, 4))
        return await self._deliver(said, posts)

    async def _deliver(self, said: Said, posts: Sequence[Callable[[], Awaitable[tuple[int, str]]]]) -> bool:
        for _ in range(TRIES):
            said.deliveries += 1
            self.deliveries += 1
            try:
                async with asyncio.timeout(HANG_UP_S):
                    status, text = await self.dice.choice(posts)()
            except (aiohttp.ClientError, OSError, TimeoutError):
                status, text = 0, ""
            if status == 200:
                said.acknowledged = True
                if text:
                    said.answers.add(text)
                return True
            await asyncio.sleep(PAUSE_S)
        return False


class Villager:
    """Somebody with WeChat, or with a phone with buttons, which Kannel or Aliyun serves; `doors` are the servers that serve
    the same shop."""

    def __init__(self, doors: Sequence[Village], platforms: Platforms, station: str, village: str) -> None:
        self.number = next(_numbers)
        by_phone = self.number % 5 == 0
        self._by_aliyun = self.number % 10 == 5
        identity = {"phone": f"+86135{self.number:08d}"} if by_phone else {"openid": f"oChaos{self.number:06d}"}
        self._selves: list[Person] = [door.person(f"村民{self.number}", **identity) for door in doors]
        self._platforms, self._dice = platforms, platforms.dice
        self._station, self._village, self._doors = station, village, doors
        self.said: list[Said] = []
        self.contact = self._selves[0].contact
        self.address = identity.get("openid") or identity["phone"]

    def letters(self) -> list[Heard]:
        """What was sent to them by itself."""
        return self._selves[0].letters()

    def named(self) -> Counter[str]:
        """How often each article was asked for: more can never have been ordered."""
        return Counter(GOODS[said.text] for said in self.said if said.text in GOODS)

    async def arrive(self) -> None:
        """Become known at a station, however often that must be said."""
        while not (await self._become_known()).acknowledged:
            pass  # the platform has waited between its own tries

    async def shop(self) -> None:
        """One order: goods one by one and two at once, a look at them, and the confirmation."""
        one, two, three = self._dice.sample(sorted(GOODS), 3)
        await self.say(one)
        await asyncio.gather(self.say(two, waited_for=False), self.say(three, waited_for=False))
        await self.say("我都要了些啥")
        if not await self._confirmed():  # what was forgotten is said again, as people do
            await self.say(one)
            await self._confirmed()
        await self.say("到哪了")

    async def say(self, text: str, *, waited_for: bool = True) -> Said:
        first = self._selves[0]
        return await (self._write(text, waited_for) if first.wechat else self._text(text, waited_for))

    async def _confirmed(self) -> bool:
        before = len(self.letters())
        if PLACED.search((await self.say("确认")).answer):
            return True
        return self._by_aliyun and await self._answered_since(before)

    async def _answered_since(self, before: int) -> bool:
        """Whether a message of its own tells of the order."""
        for _ in range(int(ANSWER_S / 0.1)):
            if any(PLACED.search(letter.text) for letter in self.letters()[before:]):
                return True
            await asyncio.sleep(0.1)
        return False

    async def _become_known(self) -> Said:
        first = self._selves[0].wechat
        if first is None:
            return await self.say(f"我是{self._village}的")
        xml = first.event("subscribe", EventKey=f"qrscene_{self._station}", Ticket="t")
        return await self._carry(Said(key="", text="", waited_for=True), xml)

    async def _write(self, text: str, waited_for: bool) -> Said:
        first = self._selves[0].wechat
        assert first
        xml = first.message("text", Content=text)
        number = xml.rpartition("<MsgId>")[2].partition("<")[0]
        return await self._carry(Said(f"wechat:{first.openid}:{number}", text, waited_for), xml)

    async def _carry(self, said: Said, xml: str) -> Said:
        async def post(person: Person) -> tuple[int, str]:
            assert person.wechat
            answer = await person.wechat.deliver(xml)
            return answer.status, answer.text

        return await self._send(said, post)

    async def _text(self, text: str, waited_for: bool) -> Said:
        if self._by_aliyun:
            return await self._pushed(text, waited_for)
        said = Said(f"sms:chaos-{self.number}-{len(self.said)}-{self._dice.getrandbits(48):x}", text, waited_for)
        identity = said.key.partition(":")[2]

        async def post(person: Person) -> tuple[int, str]:
            heard = await person.say(text, message_id=identity)
            return heard.status, heard.text

        return await self._send(said, post)

    async def _pushed(self, text: str, waited_for: bool) -> Said:
        sequence = f"{self.number}{len(self.said):06d}{self._dice.getrandbits(32):010d}"
        said = Said(f"sms:aliyun:{sequence}", text, waited_for)
        self.said.append(said)

        async def post(door: Village) -> tuple[int, str]:
            return await push(door, self.address, text, sequence), ""

        await self._platforms.carry(said, [lambda door=door: post(door) for door in self._doors])
        return said

    async def _send(self, said: Said, post: Callable[[Person], Awaitable[tuple[int, str]]]) -> Said:
        self.said.append(said)
        await self._platforms.carry(said, [lambda person=person: post(person) for person in self._selves])
        return said
