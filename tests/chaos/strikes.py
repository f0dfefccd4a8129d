"""What strikes, by turns, and how soon the bot answers again afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence

import aiohttp

from bot.demo.village import Village
from bot.demo.wechat_user import WechatUser

Calamity = Callable[[], Awaitable[None]]
PASSER_BY = "+8613699999999"
"""A phone of nobody who shops."""
WATCHED = ("Redis", "PostgreSQL", "database", "disk")
"""What comes back by itself while the bot runs: it must answer soon after."""
ASK_EVERY_S, GIVE_UP_S = 0.05, 10


class Calamities:
    """Strikes again and again, by turns, until it is stopped; `struck` counts, `recovered` holds seconds until the next answer."""

    def __init__(
        self, kinds: dict[str, Calamity], dice: random.Random, every_s: tuple[float, float], rounds: int, ask: Calamity
    ) -> None:
        """`every_s`: between two of them, from and to. `rounds`: 0 goes on until it is stopped. `ask` returns once the
        bot has answered somebody."""
        self._kinds, self._dice, self._every_s, self._rounds, self._ask = kinds, dice, every_s, rounds, ask
        self.struck: Counter[str] = Counter()
        self.recovered: defaultdict[str, list[float]] = defaultdict(list)

    async def rage(self, stop: asyncio.Event) -> None:
        """Every kind once in each round, in an order of its own; the last one struck is mended before this returns."""
        took = 0.0
        for _ in range(self._rounds) if self._rounds else itertools.count():
            for name in self._dice.sample(sorted(self._kinds), len(self._kinds)):
                # Where the bot takes long to start, it would otherwise hardly be up between two strikes.
                await asyncio.sleep(self._dice.uniform(*self._every_s) + took / 2)
                if stop.is_set():
                    return
                took = await self._strike(name)

    async def _strike(self, name: str) -> float:
        """Seconds until it is mended."""
        begun = time.perf_counter()
        self.struck[name] += 1
        await self._kinds[name]()
        back = time.perf_counter()
        if name.startswith(WATCHED):
            await self._ask()
            self.recovered[name].append(time.perf_counter() - back)
        return back - begun


def answered_again(doors: Sequence[Village]) -> Calamity:
    """A message that is brought every twentieth of a second until the bot takes it: at every door, and the last one counts."""
    askers = [
        WechatUser(village.http, village.account(), f"oPasserBy{n}", village.wechat) for n, village in enumerate(doors)
    ]

    async def ask() -> None:
        await asyncio.gather(*(_ask(asker) for asker in askers))

    return ask


async def _ask(asker: WechatUser) -> None:
    xml = asker.message("text", Content="你好")
    while True:
        with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
            async with asyncio.timeout(GIVE_UP_S):
                if (await asker.deliver(xml)).text:
                    return
        await asyncio.sleep(ASK_EVERY_S)
