"""Who is signed in to the consoles, in Redis: losing it all means signing in once more.

The cookie holds the person's id and a secret; Redis knows the secret only by its hash, so that whoever reads Redis cannot
sign in. What the person may do is no part of the session: it is read from the database with every request.
"""

from __future__ import annotations

import hashlib
import re
import secrets

import msgspec

from bot.storage.privacy.seal import BrokenSeal, Seal
from bot.storage.redis.client import RedisClient
from bot.storage.redis.trips import trips_of

IDLE_S = 12 * 3600
"""Not used for so long: signed out."""
LONGEST_S = 7 * 24 * 3600
"""Signed out in any case."""
LONGEST_SAID = 2000
_TOKEN = re.compile(r"(p[a-z2-7]{12})\.([\w-]{43})", re.ASCII)

BEGIN = """
local clock = redis.call('TIME')
redis.call('HSET', KEYS[1], 'csrf', ARGV[1], 'since', clock[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('SADD', KEYS[2], KEYS[1])
redis.call('EXPIRE', KEYS[2], ARGV[3])
return 1
"""
RESUME = """
local csrf, since, said = unpack(redis.call('HMGET', KEYS[1], 'csrf', 'since', 'said'))
if not csrf then return false end
local left = tonumber(since) + ARGV[2] - redis.call('TIME')[1]
if left <= 0 then
  redis.call('DEL', KEYS[1])
  return false
end
redis.call('EXPIRE', KEYS[1], math.min(left, ARGV[1]))
if ARGV[3] == '1' then redis.call('HDEL', KEYS[1], 'said') end
return {csrf, said or ''}
"""
SAY = "if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('HSET', KEYS[1], 'said', ARGV[1]) end return 0"
END_ALL = """
for _, key in ipairs(redis.call('SMEMBERS', KEYS[1])) do redis.call('DEL', key) end
return redis.call('DEL', KEYS[1])
"""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    token: str
    """What the cookie holds."""
    person: str
    csrf: str
    """Every form of this session carries it."""
    said: str = ""
    """What the last action had to say, shown once."""


class Sessions:
    """Keys carry the person's hash tag, as all that is kept of a person does. All methods raise StoreUnavailable."""

    def __init__(self, redis: RedisClient, seal: Seal) -> None:
        self._trips, self._seal = trips_of(redis), seal

    async def begin(self, person: str) -> Session:
        """A new session with a secret nobody has seen before."""
        token, csrf = f"{person}.{secrets.token_urlsafe(32)}", secrets.token_urlsafe(24)
        await self._trips.run(BEGIN, [_key(token), _all(person)], [csrf, IDLE_S, LONGEST_S])
        return Session(token=token, person=person, csrf=csrf)

    async def resume(self, token: str, *, reads: bool) -> Session | None:
        """The session of a cookie, kept alive by this; None where there is none any more. `reads`: what was said is
        shown now, and then no more."""
        if not (known := _TOKEN.fullmatch(token)):
            return None
        found = await self._trips.run(RESUME, [_key(token)], [IDLE_S, LONGEST_S, int(reads)])
        if not found:
            return None
        csrf, said = (value.decode() for value in found)
        return Session(token=token, person=known[1], csrf=csrf, said=self._revealed(said))

    async def say(self, session: Session, words: str) -> None:
        """Have something shown on the next page. It may name people, so it is kept sealed."""
        kept = words[:LONGEST_SAID]
        if not self._seal.early_in_redis:
            kept = self._seal.conceal(kept, always=True)
        await self._trips.run(SAY, [_key(session.token)], [kept])

    def _revealed(self, said: str) -> str:
        """What cannot be opened any more was about what is on the page anyway."""
        try:
            return self._seal.reveal(said)
        except BrokenSeal:
            return ""

    async def end(self, session: Session) -> None:
        await self._trips.ask(("DEL", _key(session.token)))

    async def end_all(self, person: str) -> None:
        """Sign a person out everywhere."""
        await self._trips.run(END_ALL, [_all(person)], [])


def _key(token: str) -> str:
    person, _, secret = token.partition(".")
    return f"cunkou:{{{person}}}:session:{hashlib.sha256(secret.encode()).hexdigest()}"


def _all(person: str) -> str:
    return f"cunkou:{{{person}}}:sessions"
