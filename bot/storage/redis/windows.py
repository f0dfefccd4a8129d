"""WeChat's quota of messages after a person wrote, counted in Redis. See bot.ports.Windows."""

from __future__ import annotations

from bot.storage.privacy.seal import Seal
from bot.storage.redis.client import RedisClient
from bot.storage.redis.trips import trips_of

# A hash a contact: length of the window in seconds → `messages left:end in ms`. Windows of several lengths stand open side
# by side (48 h after a message, a minute after a click); a message sent counts against all of them, and as many may go as
# the best of them allows. That never promises more than the platform gives.
# Keys of more than one name: by the index of the address; by its index of before, while SECRET_KEY is being changed; and by the
# address itself, as the release before writes it, which is the first while that may look for it. What stands under the others is
# brought under the first.
_LIVE = """
local function ending(window) return window and tonumber(string.match(window, ':(%d+)')) or 0 end
for i = 2, #KEYS do
  local former = redis.call('HGETALL', KEYS[i])
  for f = 1, #former, 2 do
    if ending(former[f + 1]) > ending(redis.call('HGET', KEYS[1], former[f])) then
      redis.call('HSET', KEYS[1], former[f], former[f + 1])
    end
  end
  if #former > 0 then
    redis.call('PEXPIRE', KEYS[1], math.max(redis.call('PTTL', KEYS[1]), redis.call('PTTL', KEYS[i])))
    redis.call('DEL', KEYS[i])
  end
end
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local live, best = {}, 0
local stored = redis.call('HGETALL', KEYS[1])
for i = 1, #stored, 2 do
  local left, ends = string.match(stored[i + 1], '(%d+):(%d+)')
  if tonumber(ends) > now then
    live[stored[i]] = {tonumber(left), tonumber(ends)}
    best = math.max(best, tonumber(left))
  end
end
"""
LEFT = _LIVE + "return best"
SPEND = (
    _LIVE
    + """
if best == 0 then return 0 end
for length, window in pairs(live) do
  redis.call('HSET', KEYS[1], length, math.max(window[1] - 1, 0) .. ':' .. string.format('%d', window[2]))
end
return 1
"""
)
OPEN = (
    _LIVE
    + """
local count, length = tonumber(ARGV[1]), tonumber(ARGV[2])
local ends = now + length * 1000
redis.call('HSET', KEYS[1], ARGV[2], count .. ':' .. string.format('%d', ends))
for _, window in pairs(live) do ends = math.max(ends, window[2]) end
redis.call('PEXPIREAT', KEYS[1], string.format('%d', ends))
return count
"""
)


class RedisWindows:
    """Keys carry the person's hash tag, as all that is kept of a person does, and tell of no address. All methods raise
    StoreUnavailable."""

    def __init__(self, redis: RedisClient, seal: Seal) -> None:
        self._trips, self._seal = trips_of(redis), seal

    async def open(self, person: str, address: str, *, count: int, seconds: int) -> None:
        """See bot.ports.Windows. It goes with what is asked of Redis next and is not waited for: without it there is at worst
        less to send than the platform would take."""
        self._trips.tell(OPEN, self._keys(person, address), [count, seconds])

    async def left(self, person: str, address: str) -> int:
        return int(await self._trips.run(LEFT, self._keys(person, address), []))

    async def spend(self, person: str, address: str) -> bool:
        return bool(await self._trips.run(SPEND, self._keys(person, address), []))

    async def close(self, person: str, address: str) -> None:
        await self._trips.ask(("DEL", *self._keys(person, address)))

    def _keys(self, person: str, address: str) -> list[str]:
        indexes = self._seal.indexes(f"window {address}")
        names = (address, *indexes) if self._seal.early_in_redis else (*indexes, address)
        return [f"cunkou:{{{person}}}:window:{name}" for name in names]
