"""Where somebody wanted to go before signing in: a page of the same console, and nothing else."""

from __future__ import annotations

import re

from aiohttp import hdrs, web

LONGEST = 300
_PATH = re.compile(rf"/(?!/)[\w./?=&%+:-]{{0,{LONGEST}}}", re.ASCII)


def asked_for(request: web.Request) -> str:
    """The page that was asked for, with its query; '' for what is sent, streamed, or fetched by a script."""
    is_page = request.method == hdrs.METH_GET and "text/html" in request.headers.get(hdrs.ACCEPT, "")
    return request.path_qs if is_page and _PATH.fullmatch(request.path_qs) else ""


def back(asked: str, root: str) -> str:
    """There, where it is a page under `root`; else `root`. What a browser sends is never believed to be more."""
    own = asked == root or asked.startswith((f"{root}/", f"{root}?"))
    return asked if own and _PATH.fullmatch(asked) and "/../" not in asked else root
