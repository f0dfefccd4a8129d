"""Conversations in Redis, one person at a time.

Lock, then load: two quick messages of one person would otherwise both start from the same cart, and one be lost. Within
the process waiters queue up in order; between processes a line in Redis does the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
from collections.abc import AsyncIterator, Coroutine, Iterator
from typing import Any, TypeVar

import msgspec

from bot.dialogue.talk import Talk
from bot.storage.redis_client import RedisClient
from bot.storage.trips import Trips

T = TypeVar("T")

LEASE_MS = 5_000
KEPT_S = 30 * 24 * 3600
PATIENCE_S = 3.5
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.01, 0.15
GONE_MS = 1000

# The line keeps processes in the order in which their messages came; whoever has not asked for a second has left it.
SIT_DOWN = """
local lock, talk, line, seen = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local token, lease, gone = ARGV[1], ARGV[2], tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local head = redis.call('LINDEX', line, 0)
while head and head ~= token and now - tonumber(redis.call('HGET', seen, head) or 0) > gone do
  redis.call('LPOP', line)
  redis.call('HDEL', seen, head)
  head = redis.call('LINDEX', line, 0)
end
if (not head or head == token) and redis.call('SET', lock, token, 'NX', 'PX', lease) then
  if head then
    redis.call('LPOP', line)
    redis.call('HDEL', seen, token)
  end
  return {1, redis.call('GET', talk)}
end
if redis.call('HSET', seen, token, string.format('%d', now)) == 1 then redis.call('RPUSH', line, token) end
redis.call('PEXPIRE', line, 10 * gone)
redis.call('PEXPIRE', seen, 10 * gone)
return {0, false}
"""
LEAVE = """
redis.call('LREM', KEYS[3], 0, ARGV[1])
redis.call('HDEL', KEYS[4], ARGV[1])
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""
SAVE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[2]) else redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3]) end
return redis.call('DEL', KEYS[1])
"""
RENEW = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0
"""

_read = msgspec.json.Decoder(Talk).decode
_write = msgspec.json.Encoder().encode
_EMPTY = Talk()


class PersonBusy(Exception):
    """Another message of this person is still being handled; this one waited as long as it could."""


class SeatLost(Exception):
    """The turn outlived its lease, so that another may have begun: what it would have saved is not saved."""


class Seat:
    """The right to be the only one talking with a person, and their conversation as it was when that began."""

    def __init__(self, talks: Talks, person: str, token: str, talk: Talk) -> None:
        self.talk = talk
        self.person, self.token = person, token
        self.given_up = False
        self._talks = talks

    async def save(self, talk: Talk) -> None:
        """Keep `talk` and give the seat up, in one step. Raises SeatLost, StoreUnavailable."""
        self.given_up = True
        await self._talks.save(self, talk)


class Talks:
    """All conversations. Keys of one person carry one hash tag, so that a Redis Cluster keeps them together."""

    def __init__(self, redis: RedisClient, *, lease_ms: int = LEASE_MS, patience_s: float = PATIENCE_S) -> None:
        self._trips = Trips(redis)
        self._lease_ms, self._patience_s = lease_ms, patience_s
        self._queues: dict[str, tuple[asyncio.Lock, int]] = {}

    @contextlib.asynccontextmanager
    async def alone_with(self, person: str) -> AsyncIterator[Seat]:
        """Hold the person's seat for a block; leaving without `save` leaves the conversation as it was.

        Raises PersonBusy after `patience_s`, StoreUnavailable where Redis does not answer.
        """
        async with self._queue(person):
            token = secrets.token_hex(8)
            try:
                seat = Seat(self, person, token, await self._sit_down(person, token))
            except BaseException:
                self._trips.tell(LEAVE, _keys(person), [token])  # the lock may have been taken all the same
                raise
            with self._kept(seat):
                yield seat

    async def save(self, seat: Seat, talk: Talk) -> None:
        """See Seat.save."""
        state = b"" if talk == _EMPTY else _write(talk)
        if not await self._trips.run(SAVE, _keys(seat.person), [seat.token, state, KEPT_S]):
            raise SeatLost(seat.person)

    @contextlib.asynccontextmanager
    async def _queue(self, person: str) -> AsyncIterator[None]:
        """Wait in the process's own line first: it is fair, and costs Redis nothing."""
        lock, waiting = self._queues.get(person) or (asyncio.Lock(), 0)
        self._queues[person] = (lock, waiting + 1)
        try:
            await _in_time(lock.acquire(), person, self._patience_s)
            try:
                yield
            finally:
                lock.release()
        finally:
            lock, waiting = self._queues.pop(person)
            if waiting > 1:
                self._queues[person] = (lock, waiting - 1)

    async def _sit_down(self, person: str, token: str) -> Talk:
        """Take the lock and, on the same round trip, load."""
        state, locked = await self._try_lock(person, token)
        return _opened(state if locked else await _in_time(self._lock(person, token), person, self._patience_s))

    async def _lock(self, person: str, token: str) -> bytes | None:
        """Try again and again, at growing distances, while another process has the seat."""
        pause, locked = FIRST_PAUSE_S, False
        while not locked:
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - spreads waiters, no secret
            pause = min(pause * 2, LONGEST_PAUSE_S)
            state, locked = await self._try_lock(person, token)
        return state

    async def _try_lock(self, person: str, token: str) -> tuple[bytes | None, bool]:
        locked, state = await self._trips.run(SIT_DOWN, _keys(person), [token, self._lease_ms, GONE_MS])
        return state, bool(locked)

    @contextlib.contextmanager
    def _kept(self, seat: Seat) -> Iterator[None]:
        """Renew the lease of a turn that takes long, and free a seat that was not given up.

        A turn that lost its lease hears of it when it saves.
        """
        loop = asyncio.get_running_loop()
        renewal: asyncio.TimerHandle

        def renew() -> None:
            nonlocal renewal
            self._trips.tell(RENEW, _keys(seat.person), [seat.token, self._lease_ms])
            renewal = loop.call_later(self._lease_ms / 3000, renew)

        renewal = loop.call_later(self._lease_ms / 3000, renew)
        try:
            yield
        finally:
            renewal.cancel()
            if not seat.given_up:
                self._trips.tell(LEAVE, _keys(seat.person), [seat.token])


def _opened(state: bytes | None) -> Talk:
    """The conversation as kept; one that cannot be read any more is begun anew rather than blocking the person."""
    if not state:
        return _EMPTY
    try:
        return _read(state)
    except msgspec.MsgspecError:
        return _EMPTY


async def _in_time(waiting: Coroutine[Any, Any, T], person: str, seconds: float) -> T:
    try:
        async with asyncio.timeout(seconds):
            return await waiting
    except TimeoutError as error:
        raise PersonBusy(person) from error


def _keys(person: str) -> tuple[str, str, str, str]:
    """Lock, conversation, line, and when those in the line were last seen."""
    lock, talk, line, seen = (f"cunkou:{{{person}}}:{what}" for what in ("lock", "talk", "line", "seen"))
    return lock, talk, line, seen
