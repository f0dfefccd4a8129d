"""How often something may be done, counted in Redis over all processes."""

from __future__ import annotations

from bot.storage.redis.client import RedisClient
from bot.storage.redis.trips import trips_of

COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""
POUR = """
local most = tonumber(ARGV[1])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + 60000 / most
if full - now > 60000 then return math.ceil(full - now - 60000) end
redis.call('SET', KEYS[1], string.format('%.1f', full), 'PX', math.ceil(full - now))
return 0
"""


class Limits:
    def __init__(self, redis: RedisClient) -> None:
        self._trips = trips_of(redis)

    async def take(self, what: str, *, most: int, seconds: int) -> bool:
        """Count one more of `what` (which must tell of no person: an index, no phone); False where there were `most`
        within `seconds` already. Raises StoreUnavailable."""
        return int(await self._trips.run(COUNT, [_key(what)], [seconds])) <= most

    async def pour(self, what: str, *, a_minute: int) -> float:
        """One more into the bucket of `what`, which holds a minute's worth and empties evenly. Returns 0, or after how many
        seconds there will be room for it. Raises StoreUnavailable."""
        return int(await self._trips.run(POUR, [_key(what)], [a_minute])) / 1000


def _key(what: str) -> str:
    return f"cunkou:{{limit:{what}}}"
