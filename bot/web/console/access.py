"""The browser's side of a session: cookies, the form's token, and where a form was sent from."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from bot.storage.redis.sessions import LONGEST_S
from bot.web.console.parts import CONSOLE
from bot.web.pages import Refusal

COOKIE, GUEST, BACK = "cunkou_console", "cunkou_console_guest", "cunkou_console_back"
"""Of who is signed in; of who is about to be."""
PATH = "/console"
GUEST_S = 3600
GUEST_LENGTH = 43
FORM_FIELD = "csrf"
"""Of every form: the session's token."""


def set_cookie(request: web.Request, response: web.Response, name: str, value: str) -> None:
    """Not readable by scripts, not sent along by other sites' forms, and by https alone where that is how it came."""
    response.set_cookie(
        name,
        value,
        path=PATH,
        max_age=LONGEST_S if name == COOKIE else GUEST_S,
        httponly=True,
        samesite="Lax",  # Strict would sign out whoever follows a link out of a WeChat chat
        secure=is_secure(request),
    )


def drop_cookie(response: web.Response, name: str) -> None:
    response.del_cookie(name, path=PATH)


def is_secure(request: web.Request) -> bool:
    """Whether the browser came by https; that a proxy says so can only make a cookie safer."""
    return request.app[CONSOLE].secure or "https" in (request.scheme, request.headers.get("X-Forwarded-Proto"))


def guest(request: web.Request) -> str:
    """The secret of a browser that is not signed in; '' where it has none yet."""
    value = request.cookies.get(GUEST, "")
    return value if len(value) == GUEST_LENGTH and value.isascii() else ""


def new_guest() -> str:
    return secrets.token_urlsafe(32)


def guest_token(secret: str) -> str:
    """The form's token before the sign-in: follows from the cookie, which no other site can read or set."""
    return hashlib.sha256(f"form {secret}".encode()).hexdigest()


def check_form(request: web.Request, form: Any, token: str) -> None:
    """Raise Refusal 403 unless the form is ours: sent from our own page, with the session's token."""
    given = form.get(FORM_FIELD, "")
    fits = isinstance(given, str) and bool(token) and hmac.compare_digest(given.encode(), token.encode())
    if not (fits and _from_here(request)):
        raise Refusal(403, "forged")


def _from_here(request: web.Request) -> bool:
    origin = urlsplit(request.headers.get(hdrs.ORIGIN, ""))
    return bool(origin.netloc) and origin.netloc in (request.host, request.app[CONSOLE].host)
