"""Which address a request comes from."""

from __future__ import annotations

import ipaddress

from aiohttp import web

LONGEST = 64


def caller(request: web.Request) -> str:
    """Who is connected; behind a proxy of one's own network whom that proxy saw, which is the last it names."""
    peer = request.remote or ""
    lines = request.headers.getall(
        "X-Forwarded-For", [""]
    )  # some proxies leave what they got, and add a line of their own
    seen = lines[-1].rpartition(",")[2].strip()
    return seen[:LONGEST] if seen and _is_own(peer) else peer


def _is_own(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer).is_private
    except ValueError:
        return not peer  # a unix socket
