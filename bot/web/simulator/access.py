"""Who may use the simulator, and whose phones a browser holds."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import msgspec
from aiohttp import hdrs, web

from bot.channels.simulator import OPENID, PHONE, is_pretend
from bot.domain.people import Station
from bot.storage.persons.managers import contacts_of
from bot.web.problems import Problem
from catalog.shop import Shop

Handler = Callable[[web.Request], Awaitable[web.Response]]
COOKIE = "cunkou_simulator"
_TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)
_PROXIED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
_EIGHT_DIGITS = 10**8


class Simulator(msgspec.Struct, frozen=True, kw_only=True):
    """What the simulator's routes need beside those of the bot."""

    shop: Callable[[], Shop]
    """The shop as it is now."""
    everywhere: bool = False
    """Open to all who reach the server, and then without real managers' powers; else to this machine alone."""


SIMULATOR = web.AppKey("simulator", Simulator)


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """A browser's two villagers."""

    wechat: str
    sms: str

    @classmethod
    def of(cls, token: str) -> Visitor:
        """Contacts that follow from the cookie and do not lead back to it."""
        digest = hashlib.sha256(f"simulator {token}".encode()).digest()
        digits = int.from_bytes(digest[16:24]) % _EIGHT_DIGITS
        return cls(wechat=f"wechat:{OPENID}{digest[:8].hex()}", sms=f"sms:{PHONE}{digits:08d}")


def fenced(handler: Handler) -> Handler:
    """The handler for those who may: whoever sits at this machine, or all where it is opened; a change comes only from
    the simulator's own page. Raises Problem 403."""

    async def guarded(request: web.Request) -> web.Response:
        if not admitted(request):
            raise Problem(403, "the simulator is for this machine alone; CUNKOU_SIMULATOR=1 opens it")
        if request.method not in (hdrs.METH_GET, hdrs.METH_HEAD) and not _own_page(request):
            raise Problem(403, "only the simulator's own page may do this")
        return await handler(request)

    return guarded


def admitted(request: web.Request) -> bool:
    """Whether the simulator is served to whoever asks this."""
    simulator = request.app.get(SIMULATOR)
    return simulator is not None and (simulator.everywhere or _sits_here(request))


def visitor(request: web.Request) -> Visitor:
    """Whose phones this browser holds. Raises Problem 403 where it has not opened the page."""
    token = request.cookies.get(COOKIE, "")
    if not _TOKEN.fullmatch(token):
        raise Problem(403, "open /simulator first")
    return Visitor.of(token)


def admit(request: web.Request, response: web.Response, *, anew: bool = False) -> None:
    """Give the browser its phones; new ones where it has none, or with `anew`."""
    if anew or not _TOKEN.fullmatch(request.cookies.get(COOKIE, "")):
        response.set_cookie(
            COOKIE,
            secrets.token_hex(16),
            path="/simulator",
            httponly=True,
            samesite="Strict",
            secure=request.secure,
        )


def playable(request: web.Request, station: Station) -> dict[str, str]:
    """Channel → contact by which the station's manager may be played. With a simulator open to all nobody may speak
    with a real manager's powers."""
    everywhere = request.app[SIMULATOR].everywhere
    contacts = [contact for contact in contacts_of(station) if is_pretend(contact) or not everywhere]
    return {contact.partition(":")[0]: contact for contact in contacts}


def _sits_here(request: web.Request) -> bool:
    """From this machine, by its own name (a foreign name that leads here is another site's trick), through no proxy."""
    return (
        _is_loopback(request.remote or "")
        and _is_loopback(request.url.host or "")
        and not any(name in request.headers for name in _PROXIED)
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _own_page(request: web.Request) -> bool:
    return urlsplit(request.headers.get(hdrs.ORIGIN, "")).netloc == request.host
