"""Villagers who shop while the bot is shot at, and station managers who sell over the counter."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from carrying import Platforms, Said
from county import happened
from goods import FILL_SHELF, GOODS, INSTEAD, KNOWN, KNOWN_OR_WHICH, PLACED, PLACED_OR_READ_BACK, PLENTY, SCARCE, SELL
from long_sms import Split, at_length, is_torn, parts_of
from mishearing import heard_in
from voices import ByAliyun, ByKannel, ByWechat, Voice

from bot.demo.village import Village

AT_LENGTH, SENDS_BACK = 0.3, 0.2
"""How often somebody with a phone names all goods in one long SMS, and how often something is sent back."""
BETWEEN_CUSTOMERS_S = (0.5, 3.0)
PATIENCE = 4
"""How often somebody says yes once more when all is quiet."""
PAGES = 3
"""Most that a basket is read back in."""
WHICH, RIGHT = "退哪一单", "对吗"
"""What is asked of somebody who sends something back."""


def voice(number: int, doors: Sequence[Village], platforms: Platforms) -> Voice:
    """Every fifth villager has a phone with buttons, which Kannel or Aliyun serves."""
    if number % 5:
        return ByWechat(doors, platforms, f"村民{number}", openid=f"oChaos{number:06d}")
    kind = ByAliyun if number % 10 else ByKannel
    return kind(doors, platforms, f"村民{number}", phone=f"+86135{number:08d}")


class Villager:
    """Somebody with WeChat, or with a phone with buttons; `doors` are the servers that serve the same shop."""

    def __init__(self, number: int, doors: Sequence[Village], platforms: Platforms, station: str, village: str) -> None:
        self.voice = voice(number, doors, platforms)
        self._dice, self._station, self._village = platforms.dice, station, village
        self.contact = self.voice.contact
        self.quiet_since: datetime | None = None
        """When they begin to shop once more, after the siege."""
        self.misheard: Counter[str] = Counter()
        """What halves of names may be heard as, by article."""

    @property
    def said(self) -> list[Said]:
        return self.voice.said

    def named(self) -> Counter[str]:
        """How often each article was asked for: more can never have been ordered."""
        named = Counter(GOODS[words] for said in self.said for words in said.goods)
        return named + Counter({INSTEAD: named[SCARCE]}) + self.misheard

    async def arrive(self) -> None:
        """Become known at a station, however often that must be said."""
        if isinstance(self.voice, ByWechat):
            while not (await self.voice.follow(self._station)).acknowledged:
                pass  # the platform has waited between its own tries
            return
        known = False
        while not known:
            answer = await self.voice.ask(f"我是{self._village}的", KNOWN_OR_WHICH)
            if not KNOWN.search(answer) and KNOWN_OR_WHICH.search(
                answer
            ):  # one that sounds like it; theirs is the first
                answer = await self.voice.ask("1", KNOWN)
            known = bool(KNOWN.search(answer))

    async def shop(self) -> None:
        """One order: some goods, a look at them, and the confirmation; now and then something goes back afterwards."""
        goods = self._dice.sample(sorted(GOODS), 3)
        await self._name(goods)
        await self.voice.say("我都要了些啥")
        if not await self._confirmed():  # what was forgotten is said again, as people do
            await self._ask_for(goods[0])
            await self._confirmed()
        await self.voice.say("到哪了")
        if self._dice.random() < SENDS_BACK:
            await self.send_back()

    async def shop_in_quiet(self) -> None:
        """One more order, of what there is enough of."""
        self.quiet_since = datetime.now(UTC)
        await self._ask_for(self._dice.choice(PLENTY))
        for _ in range(PATIENCE):  # an answer that comes late is one that was not heard
            if await self._confirmed():
                return

    async def _name(self, goods: Sequence[str]) -> None:
        """One by one and two at once; or, by SMS, several in one breath, which may arrive in parts."""
        if self.voice.contact.startswith("sms:") and self._dice.random() < AT_LENGTH:
            many = self._dice.sample(PLENTY, 6)
            how = self._dice.choice(list(Split))
            parts = parts_of(at_length(many, self._dice), how)
            if is_torn(many, parts):
                self.misheard += heard_in(parts)
            await self.voice.say_in_parts(parts, many)
            return
        one, two, three = goods
        await self._ask_for(one)
        await asyncio.gather(self._ask_for(two, waited_for=False), self._ask_for(three, waited_for=False))

    async def _ask_for(self, words: str, *, waited_for: bool = True) -> None:
        await self.voice.say(words, waited_for=waited_for, goods=[words])

    async def _confirmed(self) -> bool:
        """A long basket is read back by pages, and confirmed once all of it was said."""
        for _ in range(PAGES):
            answer = await self.voice.ask("确认", PLACED_OR_READ_BACK)
            if PLACED.search(answer) or not PLACED_OR_READ_BACK.search(answer):
                return bool(PLACED.search(answer))
        return False

    async def send_back(self) -> str:
        """The last thing they fetched, whatever that was. Returns the last answer."""
        answer = (await self.voice.say("我要退货")).answer
        if WHICH in answer:
            answer = (await self.voice.say("1")).answer
        if RIGHT in answer:
            answer = (await self.voice.say("确认")).answer
        return answer


class Manager:
    """Of one station: fills the shelf, sells over the counter and asks for the county, until it is `over`."""

    def __init__(self, doors: Sequence[Village], platforms: Platforms, station: str, openid: str) -> None:
        self.station, self._dice = station, platforms.dice
        self.voice = ByWechat(doors, platforms, f"{station}站长", openid=openid)

    async def work(self, over: asyncio.Event) -> None:
        await self.voice.say(FILL_SHELF)
        while not await happened(over, self._dice.uniform(*BETWEEN_CUSTOMERS_S)):
            await self.voice.say(self._dice.choices((SELL, FILL_SHELF, "今日单", "人工"), (12, 2, 1, 1))[0])
