"""A client of one Redis or of a Redis Cluster, told apart by the URL's scheme.

`redis://`, `rediss://` and `unix://` are read by redis-py. A cluster is `redis+cluster://user:password@host:port,host:port`
(`rediss+cluster://` over TLS): any of its masters are enough, the others are learnt from them.
"""

from __future__ import annotations

from urllib.parse import unquote

from redis.asyncio import Redis, RedisCluster
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff, NoBackoff
from redis.exceptions import RedisClusterException, RedisError

RedisClient = Redis | RedisCluster
RedisTrouble = (RedisError, RedisClusterException, OSError)
"""What a client raises where Redis cannot be used; what a cluster lacks is no RedisError to redis-py."""

ANSWER_S, CONNECT_S, LOOK_S = 3.0, 2.0, 30
AGAIN_S, TRIES = 0.1, 10
"""A server that restarts is waited for a second; a longer pause would keep people waiting after it is back."""
DEFAULT_PORT = 6379
_CLUSTERS = {"redis+cluster://": False, "rediss+cluster://": True}


def client_of(url: str) -> RedisClient:
    """A client that has not connected yet. Raises ValueError for a URL that cannot be read."""
    for scheme, tls in _CLUSTERS.items():
        if url.startswith(scheme):
            return _cluster(url.removeprefix(scheme), tls=tls)
    return Redis.from_url(
        url,
        retry=Retry(ConstantBackoff(AGAIN_S), TRIES),
        socket_timeout=ANSWER_S,
        socket_connect_timeout=CONNECT_S,
        health_check_interval=LOOK_S,
    )


async def ping(client: RedisClient) -> None:
    """Raises RedisTrouble where Redis does not answer: of a cluster, where none of its masters does.

    A server is not to be taken out of service because a part of the people cannot be served.
    """
    if not isinstance(client, RedisCluster):
        await client.ping()
        return
    await client.initialize()
    trouble: Exception = RedisClusterException("the cluster has no masters")
    for master in client.get_primaries():
        try:
            await master.execute_command("PING")
        except RedisTrouble as error:
            trouble = error
        else:
            return
    raise trouble


def _cluster(rest: str, *, tls: bool) -> RedisCluster:
    """Nothing is asked twice by the client itself: only who asked knows whether that does harm."""
    account, _, places = rest.rstrip("/").rpartition("@")
    user, _, password = account.partition(":")
    return RedisCluster(
        startup_nodes=[_node(place) for place in places.split(",")],
        username=unquote(user) or None,
        password=unquote(password) or None,
        ssl=tls,
        require_full_coverage=False,  # a master that is down stops those whose conversations it keeps, and nobody else
        retry=Retry(NoBackoff(), 0),
        socket_timeout=ANSWER_S,
        socket_connect_timeout=CONNECT_S,
        health_check_interval=LOOK_S,
    )


def _node(place: str) -> ClusterNode:
    host, _, port = place.strip().rpartition(":") if ":" in place else (place.strip(), "", str(DEFAULT_PORT))
    if not host or not port.isdecimal() or not 0 < int(port) < 2**16:
        raise ValueError(f"“{place}” is no host:port of a Redis Cluster; write redis+cluster://host:port,host:port")
    return ClusterNode(host.strip("[]"), int(port))
