"""Commands of concurrent turns, sent to Redis together.

A round trip costs the server more than the commands in it. So while one trip is under way, what others ask is gathered, and
goes with the next: alone a turn waits no longer than before, and a hundred turns share their trips.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import NoScriptError

from bot.storage.database import StoreUnavailable

Command = tuple[Any, ...]
MOST_IN_A_TRIP = 500


class Trips:
    """Asks Redis; one trip at a time."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._waiting: list[tuple[Sequence[Command], asyncio.Future[list[Any]]]] = []
        self._traveller: asyncio.Task[None] | None = None

    async def ask(self, *commands: Command) -> list[Any]:
        """The answers to the commands, which reach Redis in this order. Raises StoreUnavailable."""
        answers = await self._put(commands)
        for answer in answers:
            if isinstance(answer, NoScriptError):
                raise answer
            if isinstance(answer, Exception):
                raise _unavailable(answer) from answer
        return answers

    async def run(self, script: str, keys: Sequence[str], args: Sequence[str | bytes | int]) -> Any:
        """What a Lua script returns; Redis is sent the script itself only when it does not know it yet."""
        given = (len(keys), *keys, *args)
        try:
            [answer] = await self.ask(("EVALSHA", _digest(script), *given))
        except NoScriptError:
            [answer] = await self.ask(("EVAL", script, *given))
        return answer

    def tell(self, script: str, keys: Sequence[str], args: Sequence[str | bytes | int]) -> None:
        """Have a script run after all that was asked before, without waiting for it or learning of trouble."""
        future = self._put((("EVAL", script, len(keys), *keys, *args),))
        future.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _put(self, commands: Sequence[Command]) -> asyncio.Future[list[Any]]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[list[Any]] = loop.create_future()
        self._waiting.append((commands, future))
        if self._traveller is None or self._traveller.done():
            self._traveller = loop.create_task(self._travel())
        return future

    async def _travel(self) -> None:
        while self._waiting:
            together, self._waiting = self._waiting[:MOST_IN_A_TRIP], self._waiting[MOST_IN_A_TRIP:]
            try:
                answers = await self._trip([command for commands, _ in together for command in commands])
            except Exception as error:  # noqa: BLE001 - whatever it is, everybody who waits must hear of it
                _fail([future for _, future in together], error)
                continue
            each = iter(answers)
            for commands, future in together:
                own = [next(each) for _ in commands]
                if not future.done():
                    future.set_result(own)

    async def _trip(self, commands: Sequence[Command]) -> list[Any]:
        async with self._redis.pipeline(transaction=False) as pipe:
            for command in commands:
                pipe.execute_command(*command)
            return list(await pipe.execute(raise_on_error=False))


def _fail(futures: Sequence[asyncio.Future[Any]], error: Exception) -> None:
    for future in futures:
        if not future.done():
            future.set_exception(_unavailable(error))


@cache
def _digest(script: str) -> str:
    return hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest()


def _unavailable(error: Exception) -> StoreUnavailable:
    return StoreUnavailable(f"Redis cannot be used: {type(error).__name__}")
