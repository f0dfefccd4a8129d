"""The page where a person reads what is kept of them. The link comes by chat; it is asked for once more before it is spent,
for messengers open links by themselves."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import structlog
from aiohttp import web

from bot.storage.privacy import own_data
from bot.storage.privacy.datalink import GOOD_FOR, PAGE, person_of_token
from bot.storage.redis.limits import Limits
from bot.web.forms import form_of
from bot.web.keys import DATABASE, SEAL
from bot.web.pages.rendering import render
from config.data import read_yaml

log = structlog.get_logger()
LIMITS: web.AppKey[Limits] = web.AppKey("own_data_limits")
FILE = "cunkou-own-data.json"


def add_own_data(server: web.Application, limits: Limits) -> None:
    server[LIMITS] = limits
    server.add_routes([web.get(PAGE + "/{token}", _begin), web.post(PAGE + "/{token}", _show)])


async def _begin(request: web.Request) -> web.Response:
    if not _person(request):
        return _gone(request)
    return render(request, "pages/own_data_begin.j2", said=_said())


async def _show(request: web.Request) -> web.Response:
    """The data, as a page or (`as=file`) as JSON; then the link is worth nothing any more. It is spent last: where the data
    cannot be read, the person tries again."""
    person, seal = _person(request), request.app[SEAL]
    once = f"data:{seal.index(request.match_info['token'])}"
    wants = (await form_of(request)).get("as")
    if not person:
        return _gone(request)
    data = await request.app[DATABASE].run(lambda conn: own_data.gather(conn, seal, person))
    if not await request.app[LIMITS].take(once, most=1, seconds=int(GOOD_FOR.total_seconds())):
        return _gone(request)
    log.info("own_data_shown", person=person)
    if wants == "file":
        return _as_file(data)
    return render(request, "pages/own_data.j2", data=data, said=_said(), names=read_yaml("own_data.yaml"))


def _person(request: web.Request) -> str:
    return person_of_token(request.app[SEAL], request.match_info["token"], datetime.now(UTC))


def _gone(request: web.Request) -> web.Response:
    return render(request, "pages/own_data_gone.j2", status=404, said=_said())


def _as_file(data: dict[str, own_data.Part]) -> web.Response:
    return web.Response(
        text=json.dumps(data, ensure_ascii=False, indent=1),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{FILE}"'},
    )


def _said() -> dict[str, Any]:
    words: dict[str, Any] = read_yaml("own_data.yaml")["page"]
    return words
