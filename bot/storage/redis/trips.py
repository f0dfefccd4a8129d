"""Commands of concurrent turns, sent to Redis together.

A round trip costs the server more than the commands in it. So while one trip is under way, what others ask is gathered, and
goes with the next: alone a turn waits no longer than before, and a hundred turns share their trips. Each master of a cluster
has a lane of its own: one that does not answer holds up only those whose keys it keeps.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any
from weakref import WeakValueDictionary

from redis.asyncio import RedisCluster
from redis.exceptions import ClusterDownError, NoScriptError, SlotNotCoveredError
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer

from bot.storage.redis.client import RedisClient, RedisTrouble
from bot.storage.redis.wire import Command, Wire
from bot.storage.sql.database import StoreUnavailable

MOST_IN_A_TRIP = 500
_WRONG_MASTER = (NoConnection, NoAnswer, ClusterDownError, SlotNotCoveredError, OSError)


class _Lane:
    """What waits for a server, and whoever travels there now."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Sequence[Command], asyncio.Future[list[Any]]]] = []
        self.traveller: asyncio.Task[None] | None = None


class Trips:
    """Asks Redis; one trip at a time to each server."""

    def __init__(self, redis: RedisClient) -> None:
        self._client = redis  # kept alive, for trips are found by its id
        self._cluster = redis if isinstance(redis, RedisCluster) else None
        self._wire = None if isinstance(redis, RedisCluster) else Wire(redis)
        self._lanes: dict[str, _Lane] = {}
        self._told: set[str] = set()
        """Scripts that Redis was told in full once."""

    async def ask(self, *commands: Command) -> list[Any]:
        """The answers to the commands, which reach Redis in this order; in a cluster their keys carry one hash tag.

        Raises StoreUnavailable.
        """
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
        given = (len(keys), *keys, *args)

        def in_full(done: asyncio.Future[list[Any]] | None = None) -> None:
            if done is None or _wants_the_script(done):
                self._put((("EVAL", script, *given),)).add_done_callback(_wants_the_script)

        if script in self._told:
            self._put((("EVALSHA", _digest(script), *given),)).add_done_callback(in_full)
        else:
            self._told.add(script)
            in_full()

    async def settle(self) -> None:
        """Until whatever was told has reached Redis: before the client closes, so that no seat stays taken."""
        await asyncio.gather(*(lane.traveller for lane in self._lanes.values() if lane.traveller is not None))

    def _put(self, commands: Sequence[Command]) -> asyncio.Future[list[Any]]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[list[Any]] = loop.create_future()
        lane = self._lane(commands[0])
        lane.waiting.append((commands, future))
        if lane.traveller is None or lane.traveller.done():
            lane.traveller = loop.create_task(self._travel(lane))
        return future

    def _lane(self, command: Command) -> _Lane:
        """The lane to the server that keeps the command's key; before the first trip to a cluster nobody knows it."""
        name = ""
        if self._cluster is not None:
            with contextlib.suppress(SlotNotCoveredError):
                node = self._cluster.get_node_from_key(_key(command))
                name = node.name if node else ""
        return self._lanes.get(name) or self._lanes.setdefault(name, _Lane())

    async def _travel(self, lane: _Lane) -> None:
        while lane.waiting:
            together, lane.waiting = lane.waiting[:MOST_IN_A_TRIP], lane.waiting[MOST_IN_A_TRIP:]
            try:
                answers = await self._trip([command for commands, _ in together for command in commands])
            except Exception as error:  # noqa: BLE001 - whatever it is, everybody who waits must hear of it
                await self._look_again([error])
                # Who came meanwhile hears of it as well, rather than waiting for the next one to fail.
                together, lane.waiting = [*together, *lane.waiting], []
                _fail([future for _, future in together], error)
                continue
            each = iter(answers)
            for commands, future in together:
                own = [next(each) for _ in commands]
                if not future.done():
                    future.set_result(own)
            await self._look_again(answers)
            if self._wire is not None and not lane.waiting:
                await self._wire.rest()  # others may come meanwhile

    async def _trip(self, commands: Sequence[Command]) -> list[Any]:
        if self._wire is not None:
            return await self._wire.trip(commands)
        assert self._cluster is not None  # noqa: S101 - it is one or the other
        # Only redis-py's own pipeline follows keys that move from master to master.
        async with self._cluster.pipeline(transaction=False) as pipe:
            for command in commands:
                pipe.execute_command(*command)
            return list(await pipe.execute(raise_on_error=False))

    async def _look_again(self, answers: Sequence[Any]) -> None:
        """Ask the cluster who keeps what now, after a master did not answer: another may have taken its place."""
        if self._cluster is not None and any(isinstance(answer, _WRONG_MASTER) for answer in answers):
            with contextlib.suppress(*RedisTrouble):
                await self._cluster.nodes_manager.initialize()


_SHARED: WeakValueDictionary[int, Trips] = WeakValueDictionary()


def trips_of(redis: RedisClient) -> Trips:
    """The trips of a client, the same for all who ask by it: so conversations and windows travel together, too."""
    trips = _SHARED.get(id(redis))
    if trips is None:
        trips = _SHARED[id(redis)] = Trips(redis)
    return trips


def _wants_the_script(told: asyncio.Future[list[Any]]) -> bool:
    """Whether Redis, started anew, does not know a script any more. Other trouble nobody waits to hear of."""
    return not told.cancelled() and told.exception() is None and isinstance(told.result()[0], NoScriptError)


def _key(command: Command) -> str:
    """The (first) key of a command: a script's comes after its text and the number of keys."""
    return str(command[3] if command[0] in {"EVAL", "EVALSHA"} else command[1])


def _fail(futures: Sequence[asyncio.Future[Any]], error: Exception) -> None:
    for future in futures:
        if not future.done():
            future.set_exception(_unavailable(error))


@cache
def _digest(script: str) -> str:
    return hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest()


def _unavailable(error: Exception) -> StoreUnavailable:
    return StoreUnavailable(f"Redis cannot be used: {type(error).__name__}")
