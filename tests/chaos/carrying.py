"""Messages on their way: how platforms deliver what people say, as the real ones do.

A platform delivers until it gets a 200, a few times; sometimes twice at once, and sometimes again long after, when the
next message has come already.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
import msgspec

TRIES, PAUSE_S, HANG_UP_S = 3, 1.5, 5.0
TWICE_AT_ONCE, AGAIN_LATER = 0.1, 0.1
Post = Callable[[], Awaitable[tuple[int, str]]]
"""Brings a message to a server once: the HTTP status and the answer."""
DIED = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)
"""What a connection says whose server ended in the middle; one that is down already refuses it (ClientConnectorError)."""


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
    goods: tuple[str, ...] = ()
    """What it asks for, in the words of GOODS."""
    cut_off_at: float = 0
    """Wall clock; when a server died that had taken it and not answered yet, the first time; 0: never."""
    answers: set[str] = msgspec.field(default_factory=set)

    @property
    def answer(self) -> str:
        return max(self.answers, key=len, default="")

    def follow(self, other: Said) -> None:
        """It came along with another, in one push."""
        self.deliveries, self.acknowledged, self.in_time = other.deliveries, other.acknowledged, other.in_time
        self.cut_off_at = other.cut_off_at


class Platforms:
    """How messages travel: which server they come to, how often, and when again."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.deliveries = 0
        self._late: list[asyncio.Task[bool]] = []

    async def carry(self, said: Said, posts: Sequence[Post]) -> None:
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

    async def _later(self, said: Said, posts: Sequence[Post]) -> bool:
        await asyncio.sleep(self.dice.uniform(0.2, 4))
        return await self._deliver(said, posts)

    async def _deliver(self, said: Said, posts: Sequence[Post]) -> bool:
        for _ in range(TRIES):
            said.deliveries += 1
            self.deliveries += 1
            try:
                async with asyncio.timeout(HANG_UP_S):
                    status, text = await self.dice.choice(posts)()
            except (aiohttp.ClientError, OSError, TimeoutError) as trouble:
                status, text = 0, ""
                if isinstance(trouble, DIED) and not isinstance(trouble, aiohttp.ClientConnectorError):
                    said.cut_off_at = said.cut_off_at or time.time()
            if status == 200:
                said.acknowledged = True
                if text:
                    said.answers.add(text)
                return True
            await asyncio.sleep(PAUSE_S)
        return False
