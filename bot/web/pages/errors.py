"""Every failure below the pages' paths becomes a page in plain Chinese: what is wrong and how to go on."""

from __future__ import annotations

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.keeping import Busy
from bot.storage.sql.cursor import BadCursor
from bot.storage.sql.database import StoreUnavailable, Unstorable
from bot.web.pages.headers import protect
from bot.web.pages.rendering import render
from bot.web.pages.words import words
from bot.web.problems import Problem

log = structlog.get_logger()
BELOW = ("/console", "/insights", "/coverage", "/pay", "/me")
"""Where pages for people are."""
_WITHIN = tuple(f"{root}/" for root in BELOW)
KNOWN = {400, 403, 404, 405, 409, 413, 422, 429, 503}
ERROR = 400


class Refusal(Exception):
    """Ends a request with a page; `key` is one of config/console.yaml, `refusals`, or '' for the status's own words."""

    def __init__(self, status: int, key: str = "", **values: object) -> None:
        super().__init__(f"{status} {key}")
        self.status, self.words = status, words(f"refusals.{key}", **values) if key else ""


@web.middleware
async def pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors as pages, and the security headers on whatever is answered there."""
    if not is_page(request.path):
        return await handler(request)
    return protect(await _answer(request, handler))


def is_page(path: str) -> bool:
    return path.startswith(BELOW) and (path in BELOW or path.startswith(_WITHIN))


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refusal as refusal:
        return error_page(request, refusal.status, refusal.words)
    except Problem as problem:
        return error_page(request, problem.status)
    except (BadCursor, Unstorable):
        return error_page(request, 400)
    except (StoreUnavailable, Busy):
        return error_page(request, 503)
    except web.HTTPException as answer:
        if answer.status < ERROR:
            protect(answer)
            raise
        return error_page(request, answer.status)
    except Exception:
        log.exception("page_failed", route=_route(request))
        return error_page(request, 500)


def _route(request: web.Request) -> str:
    """As the table of routes has it: the path itself may hold a link's secret."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""


def error_page(request: web.Request, status: int, said: str = "") -> web.Response:
    said = said or words(f"errors.{status if status in KNOWN else 500}")
    return render(request, "pages/error.j2", status=status, said=said)
