"""Errors of the API as problem+json (RFC 9457): what is wrong and how to mend it, never a stack trace."""

from __future__ import annotations

import json
from http import HTTPStatus

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.keeping import Busy
from bot.metrics import API_REFUSED
from bot.storage.sql.database import StoreUnavailable, Unstorable
from bot.trace import CURRENT

log = structlog.get_logger()


class Problem(Exception):
    """Ends a request with a status and a sentence for the one who wrote the client."""

    def __init__(self, status: int, detail: str, **more: object) -> None:
        super().__init__(detail)
        self.status, self.detail, self.more = status, detail, more

    def response(self) -> web.Response:
        API_REFUSED.labels(self.status).inc()
        body = {"title": HTTPStatus(self.status).phrase, "status": self.status, "detail": self.detail, **self.more}
        return web.Response(
            status=self.status,
            body=json.dumps(body, ensure_ascii=False).encode(),
            content_type="application/problem+json",
        )


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every error below /api and /simulator becomes a problem; other paths keep their plain answers."""
    CURRENT.set("")  # a kept connection brings one request after another, of whomever
    if not request.path.startswith(("/api/", "/simulator")):
        return await handler(request)
    try:
        return await handler(request)
    except (Problem, StoreUnavailable, Busy, Unstorable) as known:
        return _of(known).response()
    except web.HTTPException as refused:
        if refused.status < HTTPStatus.BAD_REQUEST:
            raise
        answer = Problem(refused.status, refused.text or refused.reason).response()
        if allowed := refused.headers.get(hdrs.ALLOW):
            answer.headers[hdrs.ALLOW] = allowed
        return answer
    except Exception:
        log.exception("api_failed", path=request.path)
        return Problem(500, "cunkou failed here; the log has the error").response()


def _of(known: Exception) -> Problem:
    if isinstance(known, Problem):
        return known
    if isinstance(known, Unstorable):
        return Problem(400, "a NUL stands where there can be none")
    return Problem(503, "the database does not answer now; try again in a moment")
