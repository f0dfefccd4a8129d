"""Conversations in Redis, one person at a time.

Lock, then load: two quick messages of one person would otherwise both start from the same cart, and one be lost. Within
the process waiters queue up in order; between processes a line in Redis does the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import random
import secrets
from collections import deque
from collections.abc import AsyncIterator, Awaitable
from typing import TypeVar

import msgspec
import structlog

from bot.dialogue.talk import Talk
from bot.metrics import TALKS_UNREADABLE
from bot.storage.privacy.seal import BrokenSeal, Seal
from bot.storage.redis.client import RedisClient
from bot.storage.redis.talk_seal import TalkSeal
from bot.storage.redis.trips import trips_of

T = TypeVar("T")
log = structlog.get_logger()

LEASE_MS = 5_000
KEPT_S = 30 * 24 * 3600
PATIENCE_S = 3.5
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.01, 0.15
GONE_MS = 1000

# The line keeps processes in the order in which their messages came; whoever has not asked for a second has left it.
# The bucket (GCRA) says when the person's minute of messages will be free again: one number, and no trip of its own.
SIT_DOWN = """
local lock, talk, line, seen, bucket, told = unpack(KEYS)
local token, lease, gone, most, weight = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function beyond()
  if most == 0 or weight == 0 then return 0 end
  local full = math.max(tonumber(redis.call('GET', bucket) or 0), now) + weight * 60000 / most
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
# A lease that ran out on a busy machine costs nothing where nobody has talked since: the conversation is as it was.
SAVE = """
local held = redis.call('GET', KEYS[1])
if held ~= ARGV[1] then
  if held or redis.sha1hex(redis.call('GET', KEYS[2]) or '') ~= ARGV[4] then return 0 end
end
if ARGV[2] == '' then redis.call('DEL', KEYS[2]) else redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3]) end
redis.call('DEL', KEYS[1])
return 1
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
    """The turn outlived its lease, and another began: what it would have saved is not saved."""


class Seat:
    """The right to be the only one talking with a person, and their conversation as it was when that began."""

    def __init__(self, talks: Talks, person: str, weight: int = 1) -> None:
        self.person, self.token = person, secrets.token_hex(8)
        self.talk = _EMPTY
        self.loaded = b""
        """The conversation as it was kept."""
        self.weight = weight
        self.beyond = 0
        """1 where this message is more than the person may send a minute, 2 where it is not the first such one."""
        self.given_up = False
        self.renewal: asyncio.TimerHandle | None = None
        self._talks = talks

    async def save(self, talk: Talk) -> None:
        """Keep `talk` and give the seat up, in one step. Raises SeatLost, StoreUnavailable."""
        self.given_up = True
        await self._talks.save(self, talk)


class Talks:
    """All conversations. Keys of one person carry one hash tag, so that a Redis Cluster keeps them together."""

    def __init__(
        self,
        redis: RedisClient,
        seal: Seal,
        *,
        lease_ms: int = LEASE_MS,
        patience_s: float = PATIENCE_S,
        a_minute: int = 0,
    ) -> None:
        """`a_minute`: how many messages of a person are talked about a minute, or at once after a quiet one; 0: all."""
        self._trips = trips_of(redis)
        self._seal = TalkSeal(seal)
        self._a_minute = a_minute
        self._lease_ms, self._patience_s = lease_ms, patience_s
        self._lines: dict[str, deque[asyncio.Future[None]]] = {}
        """Of each person who is talked with now: who waits, in order."""

    @contextlib.asynccontextmanager
    async def alone_with(self, person: str, weight: int = 1) -> AsyncIterator[Seat]:
        """Hold the person's seat for a block; leaving without `save` leaves the conversation as it was. `weight`: for how many
        messages this one counts; 0 for what is no message.

        Raises PersonBusy after `patience_s`, StoreUnavailable where Redis does not answer.
        """
        await self._queue_up(person)
        seat = Seat(self, person, weight)
        try:
            await self._sit_down(seat)
            self._renew_later(seat)
            yield seat
        finally:
            if seat.renewal is not None:
                seat.renewal.cancel()
            if not seat.given_up:  # by trouble on sitting down, too: the lock may have been taken all the same
                self._trips.tell(LEAVE, _keys(person), [seat.token])
            self._step_aside(person)

    async def save(self, seat: Seat, talk: Talk) -> None:
        """See Seat.save."""
        state = b"" if talk == _EMPTY else self._seal.close(seat.person, _write(talk))
        loaded = hashlib.sha1(seat.loaded, usedforsecurity=False).hexdigest()
        if not await self._trips.run(SAVE, _keys(seat.person), [seat.token, state, KEPT_S, loaded]):
            raise SeatLost(seat.person)

    async def _queue_up(self, person: str) -> None:
        """Wait in the process's own line first: it is fair, and costs Redis nothing."""
        line = self._lines.get(person)
        if line is None:
            self._lines[person] = deque()
            return
        called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(called)
        try:
            await _in_time(called, person, self._patience_s)
        except BaseException:
            if called.done() and not called.cancelled():  # both at once: who has been called must call the next
                self._step_aside(person)
            raise

    def _step_aside(self, person: str) -> None:
        """The next of the line goes on; those who gave up are passed over."""
        line = self._lines[person]
        while line:
            if not (following := line.popleft()).done():
                following.set_result(None)
                return
        del self._lines[person]

    async def _sit_down(self, seat: Seat) -> None:
        """Take the lock and, on the same round trip, load."""
        if not await self._try(seat):
            await _in_time(self._wait(seat), seat.person, self._patience_s)

    async def _wait(self, seat: Seat) -> None:
        """Try again and again, at growing distances, while another process has the seat."""
        pause, seated = FIRST_PAUSE_S, False
        while not seated:
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - spreads waiters, no secret
            pause = min(pause * 2, LONGEST_PAUSE_S)
            seated = await self._try(seat)

    async def _try(self, seat: Seat) -> bool:
        given: list[str | bytes | int] = [seat.token, self._lease_ms, GONE_MS, self._a_minute, seat.weight]
        locked, state, seat.beyond = await self._trips.run(SIT_DOWN, _keys(seat.person), given)
        seat.loaded = state or b""
        seat.talk = self._opened(seat.person, seat.loaded)
        return bool(locked)

    def _opened(self, person: str, kept: bytes) -> Talk:
        """The conversation as kept; one that cannot be read any more is begun anew rather than blocking the person."""
        if not kept:
            return _EMPTY
        try:
            return _read(self._seal.open(person, kept))
        except (BrokenSeal, msgspec.MsgspecError) as trouble:
            reason = "seal" if isinstance(trouble, BrokenSeal) else "form"
            TALKS_UNREADABLE.labels(reason).inc()
            log.warning("conversation_unreadable", reason=reason)
            return _EMPTY

    def _renew_later(self, seat: Seat) -> None:
        """A turn that takes long keeps its lease; one that lost it hears of it when it saves."""
        seat.renewal = asyncio.get_running_loop().call_later(self._lease_ms / 3000, self._renew, seat)

    def _renew(self, seat: Seat) -> None:
        self._trips.tell(RENEW, _keys(seat.person), [seat.token, self._lease_ms])
        self._renew_later(seat)


async def _in_time(waiting: Awaitable[T], person: str, seconds: float) -> T:
    try:
        async with asyncio.timeout(seconds):
            return await waiting
    except TimeoutError as error:
        raise PersonBusy(person) from error


def _keys(person: str) -> tuple[str, ...]:
    """Lock, conversation, line, when those in the line were last seen; the person's messages, and whether they were told."""
    own = f"cunkou:{{{person}}}"
    return f"{own}:lock", f"{own}:talk", f"{own}:line", f"{own}:seen", f"{own}:bucket", f"{own}:told"
