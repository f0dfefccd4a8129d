"""A merchant's way in: the shop's token, kept in a cookie; and forms that only the merchant's own pages can send."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from bot.storage.insights.merchants import LONGEST
from bot.web.forms import form_of
from bot.web.insights.access import merchant_by
from bot.web.insights.survey_results import own
from bot.web.pages import Refusal, asked_for, back, render, see_other
from bot.web.pages.rendering import AROUND

ROOT = "/insights"
COOKIE = "cunkou_merchant"
FORM_FIELD = "csrf"
LASTS_S = 30 * 24 * 3600

Signed = Callable[[web.Request, str], Awaitable[web.StreamResponse]]


def signed_in(page: Signed) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The page with whose it is, or the sign-in. What is sent must come from a form of the merchant's own pages."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        token = request.cookies.get(COOKIE, "")
        merchant = await merchant_by(request, token) if token else None
        if merchant is None:
            return render(request, "insights/sign_in.j2", wrong=False, to=asked_for(request))
        if request.method not in (hdrs.METH_GET, hdrs.METH_HEAD):
            await _check_form(request, token)
        request[AROUND] = {"merchant": merchant, "surveys": own(merchant), "csrf": _form_token(token)}
        return await page(request, merchant)

    return guarded


async def sign_in(request: web.Request) -> web.StreamResponse:
    """Keep the token in a cookie that scripts cannot read and that other sites' forms do not send."""
    form = await form_of(request)
    _from_here(request)
    token = str(form.get("token", "")).strip()[: LONGEST + 1]
    to = back(str(form.get("to", "")), ROOT)
    if await merchant_by(request, token) is None:
        return render(request, "insights/sign_in.j2", status=403, wrong=True, to=to)
    answer = see_other(to)
    secure = "https" in (request.scheme, request.headers.get("X-Forwarded-Proto"))
    answer.set_cookie(COOKIE, token, path=ROOT, max_age=LASTS_S, httponly=True, samesite="Lax", secure=secure)
    return answer


async def sign_out(request: web.Request) -> web.StreamResponse:
    _from_here(request)
    answer = see_other(ROOT)
    answer.del_cookie(COOKIE, path=ROOT)
    return answer


def _form_token(token: str) -> str:
    """Follows from the cookie, which no other site can read or set, and tells nothing of it."""
    return hashlib.sha256(f"a merchant's form {token}".encode(errors="replace")).hexdigest()


async def _check_form(request: web.Request, token: str) -> None:
    """Raise Refusal 403 unless the form is ours."""
    given = (await form_of(request)).get(FORM_FIELD, "")
    if not (
        isinstance(given, str) and hmac.compare_digest(given.encode(errors="replace"), _form_token(token).encode())
    ):
        raise Refusal(403, "forged")
    _from_here(request)


def _from_here(request: web.Request) -> None:
    """Raise Refusal 403 for a form of another site."""
    origin = urlsplit(request.headers.get(hdrs.ORIGIN, "")).netloc
    if origin and origin != request.host:
        raise Refusal(403)
