"""The OpenAPI document, made from the table of routes and the shapes they speak in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import msgspec
from aiohttp import web

from bot.web.api.shapes import ProblemShape
from bot.web.problems import Problem

REFUSALS = {
    400: "a wrong parameter, named",
    401: "no or a wrong token",
    404: "there is no such thing",
    409: "impossible in its present state",
    413: "a body beyond 256 KiB",
    422: "the body is not what is expected; the field is named",
    429: "too many requests from this address; Retry-After says when to come back",
    503: "cannot be had now; try again later",
}


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One route as the document describes it."""

    method: str
    path: str
    summary: str
    answer: type[msgspec.Struct] | None
    """None: an answer without content, or a file."""
    files: tuple[str, ...] = ()
    """Content types of a file that is the answer."""
    asked: type[msgspec.Struct] | None = None
    query: tuple[tuple[str, str], ...] = ()
    """(name, what it is)"""
    refusals: tuple[int, ...] = (400, 401)
    status: int = 200


Handler = Callable[[web.Request], Awaitable[web.Response]]
Operations = tuple[tuple[Operation, Handler], ...]
"""An area's routes, each with who serves it."""
PAGING = (("limit", "how many, 50 where not given, 200 at most"), ("cursor", "`next` of the page before"))
AT_STATION = ("station", "only of this station, by its code")


def strictly(operation: Operation, handler: Handler) -> Handler:
    """Serve an operation that only reads, and refuse parameters it does not know: a misspelt filter must not answer with
    everything. Who pages through every list alike may also do so where there is one page."""
    known = [name for name, _ in operation.query]
    taken = {*known, *(name for name, _ in PAGING)}

    async def checked(request: web.Request) -> web.Response:
        unknown = [name for name in request.query if name not in taken]
        if unknown:
            names = ", ".join(known) or "none"
            raise Problem(400, f"unknown parameter {unknown[0][:40]!r}; those of this route: {names}")
        return await handler(request)

    return checked if operation.method == "GET" else handler


def document(operations: Iterable[Operation]) -> dict[str, Any]:
    """OpenAPI 3.1 of these operations."""
    operations = list(operations)
    spoken = {s for o in operations for s in (o.answer, o.asked, ProblemShape) if s is not None}
    _, components = msgspec.json.schema_components(
        sorted(spoken, key=lambda shape: shape.__name__), ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _describe(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "cunkou",
            "version": "1",
            "description": "Orders, stations, alerts and outgoing messages of 村口. Money is integer fen, times are ISO "
            "with an offset.",
        },
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
    }


def _refusals(operation: Operation) -> list[int]:
    """Its own, and those of every operation: of its parameters, its body, and a flood."""
    body = {400, 413} if operation.asked is not None else set[int]()
    parameters = {400} if operation.method == "GET" else set[int]()
    return sorted({*operation.refusals, *body, *parameters, 429})


def _describe(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "parameters": [
            *(_parameter(name, "path", "its code or number") for name in _names(operation.path)),
            *(_parameter(name, "query", what) for name, what in operation.query),
        ],
        "responses": {
            str(operation.status): _file(operation.files) if operation.files else _body("as asked", operation.answer),
            **{str(status): _body(REFUSALS[status], ProblemShape) for status in _refusals(operation)},
        },
    }
    if operation.asked is not None:
        described["parameters"].append(
            _parameter("Idempotency-Key", "header", "the same key again has one effect", 100)
        )
        described["requestBody"] = _body("what is asked", operation.asked) | {"required": True}
    return described


def _file(types: tuple[str, ...]) -> dict[str, Any]:
    return {
        "description": "a file",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in types},
    }


def _names(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def _parameter(name: str, place: str, what: str, longest: int = 200) -> dict[str, Any]:
    return {
        "name": name,
        "in": place,
        "description": what,
        "required": place == "path",
        "schema": {"type": "string", "maxLength": longest},
    }


def _body(description: str, shape: type[msgspec.Struct] | None) -> dict[str, Any]:
    if shape is None:
        return {"description": description}
    kind = "application/problem+json" if shape is ProblemShape else "application/json"
    schema = {"$ref": f"#/components/schemas/{shape.__name__}"}
    return {"description": description, "content": {kind: {"schema": schema}}}
