"""Whose figures are asked for: a merchant sees its own, the shop itself (API_TOKEN) all or those of one."""

from __future__ import annotations

from aiohttp import web

from bot.storage.insights import merchants
from bot.web.auth import is_api_token
from bot.web.keys import DATABASE
from bot.web.problems import Problem


async def merchant_asking(request: web.Request) -> str | None:
    """The merchant whose token stands in `Authorization: Bearer`; with API_TOKEN the one of `merchant` in the query, or
    None for all. Raises Problem 401."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if kind.lower() == "bearer" and is_api_token(request, token):
        return request.query.get("merchant")
    merchant = await merchant_by(request, token) if kind.lower() == "bearer" else None
    if merchant is None:
        raise Problem(401, "send a merchant's token (`cunkou merchant-token NAME`) as `Authorization: Bearer …`")
    return merchant


async def merchant_by(request: web.Request, token: str) -> str | None:
    return await request.app[DATABASE].run(lambda conn: merchants.merchant_of(conn, token))
