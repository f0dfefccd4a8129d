"""The style sheet and the scripts: read once, named by their content, so that a phone fetches each only once."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from aiohttp import web

KINDS = {"css": "text/css", "js": "text/javascript"}
ROOT = "/assets"
HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


@cache
def assets() -> dict[str, bytes]:
    """File name → content."""
    found = [file for file in files(__package__).iterdir() if file.name.rpartition(".")[2] in KINDS]
    return {file.name: file.read_bytes() for file in found}


@cache
def asset(name: str) -> str:
    """Where a file is served; the address changes with the content."""
    return f"{ROOT}/{name}?{hashlib.sha256(assets()[name]).hexdigest()[:12]}"


def add_assets(server: web.Application) -> None:
    server.router.add_get(f"{ROOT}/{{name}}", _serve)


async def _serve(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    content = assets().get(name)
    if content is None:
        raise web.HTTPNotFound
    kind = KINDS[name.rpartition(".")[2]]
    return web.Response(body=content, content_type=kind, charset="utf-8", headers=HEADERS)
