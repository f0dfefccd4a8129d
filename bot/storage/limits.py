"""How often something may be done, counted in Redis over all processes."""

from __future__ import annotations

from bot.storage.redis_client import RedisClient
from bot.storage.trips import Trips

COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""


class Limits:
    def __init__(self, redis: RedisClient) -> None:
        self._trips = Trips(redis)

    async def take(self, what: str, *, most: int, seconds: int) -> bool:
        """Count one more of `what` (which must tell of no person: an index, no phone); False where there were `most`
        within `seconds` already. Raises StoreUnavailable."""
        return int(await self._trips.run(COUNT, [f"cunkou:{{limit:{what}}}"], [seconds])) <= most
