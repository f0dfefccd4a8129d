"""Templates, and how values are written in them. Everything is escaped; nothing is looked up that does not exist."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote_plus

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from bot.dialogue.saying import amount, brief, day_said
from bot.domain.money import number, yuan
from bot.web.keys import ZONE
from bot.web.pages.assets import asset
from bot.web.pages.words import named, words

AROUND: web.RequestKey[dict[str, Any]] = web.RequestKey("around", dict)
"""What every template of this request knows."""
NEAR = {0: "今天", 1: "昨天"}


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("bot.web", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "yuan": yuan, "number": number, "brief": brief, "named": _named, "when": _when, "day": _day, "link": _link,
    }  # fmt: skip  # a table, a row a line
    made.globals |= {"asset": asset, "words": words, "amount": amount}
    return made


def render(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """A page from `area/name.j2`. Besides `values` it knows `now` (in the service's zone), `path` and `simulator`."""
    around = {
        "now": datetime.now(request.app[ZONE]),
        "path": request.path,
        "status": status,
        "simulator": serves(request.app, "/simulator"),
        "serves": partial(serves, request.app),
    }
    text = _TEMPLATES.get_template(template).render(around | request.get(AROUND, {}) | values)
    return web.Response(status=status, text=text, content_type="text/html", charset="utf-8")


def warm() -> None:
    """Compile all templates, so that nobody's first page waits for it."""
    for name in _TEMPLATES.list_templates(extensions=["j2"]):
        _TEMPLATES.get_template(name)


def see_other(path: str, **query: str) -> web.Response:
    """Go on there with a GET, so that a reload repeats nothing."""
    return web.Response(status=303, headers={"Location": _link(path, **query)})


def serves(app: web.Application, path: str) -> bool:
    """Whether this very path is served: other parts may be left out of a server."""
    return any(resource.canonical == path for resource in app.router.resources())


def _link(path: str, **query: object) -> str:
    """A path with its query; what is empty is left out."""
    given = [f"{name}={_quoted(str(value))}" for name, value in query.items() if value not in ("", None)]
    return f"{path}?{'&'.join(given)}" if given else path


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    """Half the time of a long table goes into this, and its rows share what stands in their links."""
    return quote_plus(text)


def _named(name: object, section: str) -> str:
    return named(section, name)


@pass_context
def _when(context: Context, at: datetime) -> str:
    """`今天 15:04`, `11月23日 15:04`."""
    now: datetime = context["now"]
    here = at.astimezone(now.tzinfo)
    ago = (now.date() - here.date()) // timedelta(days=1)
    return f"{NEAR.get(ago) or f'{here.month}月{here.day}日'} {here:%H:%M}"


@pass_context
def _day(context: Context, day: date) -> str:
    now: datetime = context["now"]
    return day_said(day, now.date())


_TEMPLATES = _environment()
__all__ = ["render", "see_other", "serves"]
