"""The access token: got by stable_token, shared by all processes through Redis, refreshed by one at a time."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from bot.ports import SendFailed
from bot.storage.redis.client import RedisClient

EARLY_SECONDS = 300
"""WeChat renews in the last five minutes, when the old and the new token both hold."""
LEAST_SECONDS = 30
LOCK_MS = 15_000
"""Longer than a call may take, so that a process that died does not stop the others for long."""
POLL_SECONDS = 0.05
WAIT_SECONDS = 12
_UNLOCK = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"

Fetch = Callable[[bool], Awaitable[dict[str, Any]]]
"""Calls stable_token, with force_refresh or not. Raises SendFailed."""


class SharedToken:
    """One account's token. `get` is cheap; `renew` is for when the platform said that a token is not good."""

    def __init__(self, redis: RedisClient, app_id: str, fetch: Fetch) -> None:
        self._redis, self._fetch = redis, fetch
        self._key = f"cunkou:{{wechat:{app_id}}}:token"
        self._lock_key = f"{self._key}:lock"
        self._alone = asyncio.Lock()

    async def get(self) -> str:
        """A token that should hold. Raises SendFailed."""
        return await self._kept() or await self.renew("")

    async def renew(self, stale: str) -> str:
        """Another token than `stale`; whoever comes second gets the first one's. Raises SendFailed."""
        async with self._alone:
            for _ in range(int(WAIT_SECONDS / POLL_SECONDS)):
                kept = await self._kept()
                if kept and kept != stale:
                    return kept
                mark = secrets.token_hex(8)
                if await self._redis.set(self._lock_key, mark, nx=True, px=LOCK_MS):
                    try:
                        return await self._refresh(stale)
                    finally:
                        await self._redis.eval(_UNLOCK, 1, self._lock_key, mark)
                await asyncio.sleep(POLL_SECONDS)
        raise SendFailed("token_wait", "retry", "another process is refreshing the token")

    async def _kept(self) -> str:
        kept = await self._redis.get(self._key)
        return kept.decode() if isinstance(kept, bytes) else kept or ""

    async def _refresh(self, stale: str) -> str:
        # Between looking and locking, another may have been quicker.
        kept = await self._kept()
        if kept and kept != stale:
            return kept
        fresh = await self._fetch(False)
        if fresh["access_token"] == stale:
            # stable_token repeats the same token while it thinks it good; forcing is limited to 20 a day.
            fresh = await self._fetch(True)
        seconds = max(int(fresh["expires_in"]) - EARLY_SECONDS, LEAST_SECONDS)
        await self._redis.set(self._key, fresh["access_token"], ex=seconds)
        return str(fresh["access_token"])
