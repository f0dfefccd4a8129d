"""Many commands to one Redis server at once, packed and read by hiredis.

A pipeline of redis-py spends 60 µs of Python on each command, mostly on a time limit for each answer. Here a trip has one,
and what is left is a fifth of that. Connecting (TLS, password, database, unix socket) stays with redis-py's pool.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from typing import Any

from hiredis import pack_command
from redis.asyncio import Redis
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as NoAnswer

from bot.storage.redis.client import ANSWER_S

Command = tuple[Any, ...]


class Wire:
    """Holds a connection of the client's pool from a first trip until it rests. Not for two trips at a time."""

    def __init__(self, redis: Redis) -> None:
        self._pool = redis.connection_pool
        self._connection: AbstractConnection | None = None

    async def trip(self, commands: Sequence[Command]) -> list[Any]:
        """The answers to the commands; one that Redis refused is answered by its ResponseError.

        Raises RedisTrouble. Nothing is asked twice: only who asked knows whether that does harm.
        """
        packed = [pack_command(command) for command in commands]
        try:
            async with asyncio.timeout(ANSWER_S):
                connection = self._connection or await self._take()
                await connection.send_packed_command(packed, check_health=False)
                return [await _answer(connection) for _ in packed]
        except TimeoutError as late:
            await self._hang_up()
            raise NoAnswer("Redis was too slow") from late
        except BaseException:  # answers still to come would be taken for those of the next trip
            await self._hang_up()
            raise

    async def rest(self) -> None:
        """Give the connection back to the pool, which looks after it."""
        if (connection := self._connection) is not None:
            self._connection = None
            connection.socket_timeout = ANSWER_S
            await self._pool.release(connection)

    async def _take(self) -> AbstractConnection:
        """A connection that is alive; the time limit is the trip's while it is ours."""
        connection: AbstractConnection = await self._pool.get_connection()  # type: ignore[no-untyped-call]  # redis-py's gap
        connection.socket_timeout = None
        self._connection = connection
        return connection

    async def _hang_up(self) -> None:
        if self._connection is not None:
            await self._connection.disconnect(nowait=True)
            await self.rest()


async def _answer(connection: AbstractConnection) -> Any:
    try:
        return await connection.read_response(disable_decoding=True, timeout=math.inf)
    except ResponseError as refused:
        return refused
