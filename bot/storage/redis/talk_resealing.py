"""After SECRET_KEY was changed: conversations that the key before sealed, while people go on talking."""

from __future__ import annotations

import re

from bot.storage.privacy.seal import BrokenSeal, Seal
from bot.storage.redis.client import RedisClient
from bot.storage.redis.talk_seal import TalkSeal

AT_ONCE = 500
_KEY = re.compile(r"cunkou:\{(.+)\}:talk")
# Whoever talked meanwhile has sealed it anew already.
PUT = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
return 1
"""


async def reseal_talks(redis: RedisClient, seal: Seal) -> tuple[int, int]:
    """Seal them with SECRET_KEY; how many were, and how many open with neither key. Harmless when repeated."""
    closing = TalkSeal(seal)
    resealed = broken = 0
    async for key in redis.scan_iter(match="cunkou:{*}:talk", count=AT_ONCE):
        known, kept = _KEY.fullmatch(key.decode()), await redis.get(key)
        if known is None or not isinstance(kept, bytes) or closing.is_own(known[1], kept):
            continue
        try:
            anew = closing.close(known[1], closing.open(known[1], kept))
        except BrokenSeal:
            broken += 1
            continue
        resealed += int(await redis.eval(PUT, 1, key, kept, anew))
    return resealed, broken
