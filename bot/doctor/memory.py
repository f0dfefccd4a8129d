"""Redis: whether it answers, keeps a conversation over a restart, and never throws anything away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from redis.asyncio import RedisCluster

from bot.doctor.finding import Finding, fail, ok, warn
from bot.storage.redis.client import RedisClient, RedisTrouble, client_of
from bot.storage.redis.server import RedisServer, find_redis_server
from bot.storage.sql.database import StoreUnavailable
from config.settings import Settings

FULL = 0.8
OLDEST = (6, 2)


async def redis(given: Settings) -> list[Finding]:
    server = None if given.redis_url else RedisServer(given.data_dir)
    if alone := unshared(given):
        return [warn("redis", alone, "set CUNKOU_REDIS_URL before a second process is started")]
    if server is not None and not server.made:
        return [_own()]
    try:
        async with client_of(server.url if server else given.redis_url) as client:
            return await _look_at(client)
    except (*RedisTrouble, ValueError) as trouble:
        if server is not None:
            return [_own()]
        said = f"{type(trouble).__name__}: no conversation can be held"
        return [fail("redis", said, "start it, and look at CUNKOU_REDIS_URL and the password in it")]


def unshared(given: Settings) -> str:
    """What is wrong with a Redis of its own beside a database that several processes can share; '' where nothing is."""
    if given.redis_url or given.embedded:
        return ""
    return "CUNKOU_REDIS_URL is empty: one process with a Redis of its own; others would not know whose turn it is"


async def _look_at(client: RedisClient) -> list[Finding]:
    """What INFO of each server tells; all masters of a cluster are looked at, what goes for several is said once."""
    if not isinstance(client, RedisCluster):
        return _read(await client.info())
    said = await client.info(target_nodes=RedisCluster.PRIMARIES)
    return list(dict.fromkeys(finding for info in said.values() for finding in _read(info)))


def _own() -> Finding:
    try:
        return ok("redis", f"not running; `cunkou serve` starts {find_redis_server()}")
    except StoreUnavailable as none:
        return fail("redis", str(none), "apt install redis-server")


def _read(info: Mapping[str, Any]) -> list[Finding]:
    """Findings from what INFO says."""
    version = str(info.get("redis_version", ""))
    found = [
        *_persistence(info),
        *_eviction(
            str(info.get("maxmemory_policy", "")), int(info.get("maxmemory", 0)), int(info.get("used_memory", 0))
        ),
    ]
    if tuple(int(part) for part in version.split(".")[:2] if part.isdigit()) < OLDEST:
        found.append(warn("redis", f"version {version}", "6.2 or later is what cunkou is tested with"))
    return found or [ok("redis", f"version {version}, appends to a file, evicts nothing")]


def _persistence(info: Mapping[str, Any]) -> list[Finding]:
    if not int(info.get("aof_enabled", 0)):
        said = "keeps nothing on disk: after its restart everybody is asked again"
        return [warn("redis", said, "set appendonly yes")]
    if info.get("aof_last_write_status", "ok") != "ok":
        return [fail("redis", "cannot write its append-only file", "make room on its disk")]
    return []


def _eviction(policy: str, most: int, used: int) -> list[Finding]:
    found = []
    if policy != "noeviction":
        # A lock or a quota that vanishes is worse than an error. Without a limit nothing is evicted yet.
        level = fail if most else warn
        found.append(
            level("redis", f"maxmemory-policy is {policy}: locks and quotas may vanish", "set it to noeviction")
        )
    if most and used > FULL * most:
        found.append(
            warn(
                "redis", f"{used / most:.0%} of maxmemory is used", "raise maxmemory: when it is full, no turn is taken"
            )
        )
    return found
