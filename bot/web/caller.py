"""Which address a request comes from."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

import msgspec
from aiohttp import web

from bot.web.keys import SEAL

LONGEST = 64
SUBSCRIBER_BITS = 64
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Proxies(msgspec.Struct, frozen=True):
    """Whose word is taken for whom they saw."""

    listed: tuple[Network, ...] | None = None
    """None: anybody of one's own network, and of that the nearest alone; (): nobody."""

    def believe(self, address: str) -> bool:
        """Whether a proxy may stand at this address; '' is a unix socket."""
        found = _read(address)
        if found is None:
            return not address and self.listed != ()
        return found.is_private if self.listed is None else any(found in network for network in self.listed)


@lru_cache(maxsize=1024)  # requests come from a few platforms, through fewer proxies
def _read(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address)
    except ValueError:
        return None


PROXIES: web.AppKey[Proxies] = web.AppKey("proxies")
OWN_NETWORK = Proxies()


def proxies(written: str) -> Proxies:
    """TRUSTED_PROXIES: `private`, `none`, or addresses and networks, comma-separated. Raises ValueError."""
    if written == "private":
        return OWN_NETWORK
    parts = [] if written == "none" else [part.strip() for part in written.split(",")]
    return Proxies(tuple(ipaddress.ip_network(part, strict=False) for part in parts if part))


def caller(request: web.Request) -> str:
    """Who is connected; behind a proxy that is believed whom that proxy saw, which is the last it names. Where proxies are
    listed, one behind the other is passed over too."""
    trusted = request.app.get(PROXIES, OWN_NETWORK)
    seen = request.remote or ""
    if not trusted.believe(seen):
        return seen
    lines = request.headers.getall(
        "X-Forwarded-For", ()
    )  # some proxies leave what they got, and add a line of their own
    for hop in reversed(",".join(lines).split(",")):
        if not hop.strip():
            break
        seen = hop.strip()[:LONGEST]
        if trusted.listed is None or not trusted.believe(seen):
            break
    return seen


def index_of(request: web.Request) -> str:
    """By which the caller's address is counted: Redis learns of no address. Of IPv6 a whole /64 counts as one, for everybody
    has that many; an IPv4 address that a proxy writes as IPv6 (`::ffff:…`) is none."""
    address = caller(request)
    found = _read(address)
    if isinstance(found, ipaddress.IPv6Address):
        address = str(found.ipv4_mapped or ipaddress.ip_network((found, SUBSCRIBER_BITS), strict=False))
    return request.app[SEAL].index(f"address {address}")
