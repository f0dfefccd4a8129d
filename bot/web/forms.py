"""The form a browser sends, or a refusal that says so."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from multidict import MultiDictProxy


async def form_of(request: web.Request) -> MultiDictProxy[Any]:
    """The fields. Raises HTTPBadRequest for a body in no encoding there is, or in another than it says."""
    try:
        return await request.post()
    except (LookupError, ValueError) as strange:
        raise web.HTTPBadRequest(text="the form cannot be read") from strange
