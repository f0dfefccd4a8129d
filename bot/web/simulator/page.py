"""The page itself: plain files, no build, nothing from elsewhere."""

from __future__ import annotations

from importlib.resources import files

from aiohttp import web

from bot.web.simulator.access import Handler, admit

PAGE = "index.html"
KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def page_handlers() -> dict[str, Handler]:
    """Path below /simulator → what serves it; the files are read once."""
    found = [file for file in files(__package__).iterdir() if file.name.rpartition(".")[2] in KINDS]
    return {"" if file.name == PAGE else f"/{file.name}": _serve(file.name, file.read_bytes()) for file in found}


def _serve(name: str, content: bytes) -> Handler:
    kind = KINDS[name.rpartition(".")[2]]

    async def serve(request: web.Request) -> web.Response:
        response = web.Response(body=content, content_type=kind, charset="utf-8", headers=HEADERS)
        if name == PAGE:
            admit(request, response)
        return response

    return serve


async def begin_anew(request: web.Request) -> web.Response:
    """Two villagers whom nobody knows yet."""
    response = web.Response(status=204)
    admit(request, response, anew=True)
    return response
