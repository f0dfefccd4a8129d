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
# The bucket (GCRA) says when the person's minute of messages will be free again: one number, and no trip of its own.
SIT_DOWN = """
local lock, talk, line, seen, bucket, told = unpack(KEYS)
local token, lease, gone, most = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function beyond()
  if most == 0 then return 0 end
  local full = math.max(tonumber(redis.call('GET', bucket) or 0), now) + 60000 / most
  if full - now > 60000 then return redis.call('SET', told, 1, 'NX', 'EX', 60) and 1 or 2 end
  redis.call('SET', bucket, string.format('%.1f', full), 'PX', math.ceil(full - now))
  return 0
end
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
  return {1, redis.call('GET', talk), beyond()}
end
if redis.call('HSET', seen, token, string.format('%d', now)) == 1 then redis.call('RPUSH', line, token) end
redis.call('PEXPIRE', line, 10 * gone)
redis.call('PEXPIRE', seen, 10 * gone)
return {0, false, 0}
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

    def __init__(self, talks: Talks, person: str, token: str, talk: Talk, *, beyond: int = 0) -> None:
        self.talk = talk
        self.beyond = beyond
        """1 where this message is more than the person may send a minute, 2 where it is not the first such one."""
        self.person, self.token = person, token
        self.given_up = False
        self._talks = talks

    async def save(self, talk: Talk) -> None:
        """Keep `talk` and give the seat up, in one step. Raises SeatLost, StoreUnavailable."""
        self.given_up = True
        await self._talks.save(self, talk)


class Talks:
    """All conversations. Keys of one person carry one hash tag, so that a Redis Cluster keeps them together."""

    def __init__(
        self, redis: RedisClient, *, lease_ms: int = LEASE_MS, patience_s: float = PATIENCE_S, a_minute: int = 0
    ) -> None:
        """`a_minute`: how many messages of a person are talked about a minute, or at once after a quiet one; 0: all."""
        self._trips = Trips(redis)
        self._a_minute = a_minute
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
                seat = await self._sit_down(person, token)
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

    async def _sit_down(self, person: str, token: str) -> Seat:
        """Take the lock and, on the same round trip, load."""
        seat = await self._try(person, token)
        return seat if seat is not None else await _in_time(self._wait(person, token), person, self._patience_s)

    async def _wait(self, person: str, token: str) -> Seat:
        """Try again and again, at growing distances, while another process has the seat."""
        pause = FIRST_PAUSE_S
        while True:
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - spreads waiters, no secret
            pause = min(pause * 2, LONGEST_PAUSE_S)
            if seat := await self._try(person, token):
                return seat

    async def _try(self, person: str, token: str) -> Seat | None:
        given: list[str | bytes | int] = [token, self._lease_ms, GONE_MS, self._a_minute]
        locked, state, beyond = await self._trips.run(SIT_DOWN, _keys(person), given)
        return Seat(self, person, token, _opened(state), beyond=beyond) if locked else None

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


def _keys(person: str) -> tuple[str, ...]:
    """Lock, conversation, line, when those in the line were last seen; the person's messages, and whether they were told."""
    return tuple(f"cunkou:{{{person}}}:{what}" for what in ("lock", "talk", "line", "seen", "bucket", "told"))
