"""One-time codes of the sign-in, in Redis: six digits, ten minutes, five tries, one use."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Literal

import msgspec

from bot.storage.redis.client import RedisClient
from bot.storage.redis.trips import trips_of

LASTS_S = 600
TRIES = 5
_ID = re.compile(r"[\w-]{43}", re.ASCII)

PUT = """
redis.call('HSET', KEYS[1], 'person', ARGV[1], 'code', ARGV[2], 'left', ARGV[3])
return redis.call('EXPIRE', KEYS[1], ARGV[4])
"""
# Counted and compared in one step: tries made at the same moment are counted one by one.
TRY = """
local person, code = unpack(redis.call('HMGET', KEYS[1], 'person', 'code'))
if not code then return {'over', ''} end
if code == ARGV[1] and person ~= '' then
  redis.call('DEL', KEYS[1])
  return {'right', person}
end
if redis.call('HINCRBY', KEYS[1], 'left', -1) > 0 then return {'wrong', ''} end
redis.call('DEL', KEYS[1])
return {'over', ''}
"""


class Verdict(msgspec.Struct, frozen=True):
    outcome: Literal["right", "wrong", "over"]
    """over: too late, too many tries, or used before."""
    person: str
    """Who it is, where the code was right."""


class Challenges:
    """Bound to the browser that asked: the id stands in its cookie. All methods raise StoreUnavailable."""

    def __init__(self, redis: RedisClient) -> None:
        self._trips = trips_of(redis)

    async def put(self, person: str | None, code: str) -> str:
        """Begin; the id comes back. Where nobody is known, no code will ever be right, and nothing else differs."""
        challenge = secrets.token_urlsafe(32)
        await self._trips.run(PUT, [_key(challenge)], [person or "", _digest(challenge, code), TRIES, LASTS_S])
        return challenge

    async def person(self, challenge: str) -> str:
        """Whom a code was sent to; '' where to nobody, or where it is over."""
        if not _ID.fullmatch(challenge):
            return ""
        [person] = await self._trips.ask(("HGET", _key(challenge), "person"))
        return (person or b"").decode()

    async def attempt(self, challenge: str, code: str) -> Verdict:
        if not _ID.fullmatch(challenge):
            return Verdict("over", "")
        outcome, person = await self._trips.run(TRY, [_key(challenge)], [_digest(challenge, code)])
        return Verdict(outcome.decode(), person.decode())


def _key(challenge: str) -> str:
    return f"cunkou:{{sign-in:{hashlib.sha256(challenge.encode()).hexdigest()}}}"


def _digest(challenge: str, code: str) -> str:
    return hashlib.sha256(f"{challenge} {code}".encode()).hexdigest()
