"""Watches what a request changes in SQLite: whoever changes something at a console or by the API leaves a row in the audit.

Every test that presses a button or calls the API is so a test of this, too.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from aiohttp import web
from sqlalchemy import Engine, event

from bot.storage.schema import metadata

QUIET = {"audit", "seen", "outbox", "inbox", "idempotency", "meta", "persons", "contacts"}
"""What tells of a deed, of a visit, or of a message; and who somebody is, which is made as soon as it is asked for."""
_WRITES = re.compile(r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) \"?(\w+)", re.IGNORECASE)
_written: ContextVar[set[str] | None] = ContextVar("written", default=None)


def _note(statement: str) -> None:
    """In the writer's thread, which works in the context of whoever asked."""
    if (written := _written.get()) is not None and (found := _WRITES.match(statement)):
        written.add(found[1])


@event.listens_for(Engine, "connect")
def _listen(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.set_trace_callback(_note)


class Deeds:
    """Requests that changed something and left no row."""

    def __init__(self) -> None:
        self.unnoted: list[str] = []

    @web.middleware
    async def watch(self, request: web.Request, handler) -> web.StreamResponse:
        resource = request.match_info.route.resource
        path = resource.canonical if resource else ""
        if request.method in ("GET", "HEAD") or not path.startswith(("/console", "/api/v1")):
            return await handler(request)
        written: set[str] = set()
        token = _written.set(written)
        try:
            answer = await handler(request)  # what is refused is rolled back
        finally:
            _written.reset(token)
        changed = written & set(metadata.tables) - QUIET
        if changed and answer.status < web.HTTPBadRequest.status_code and "audit" not in written:
            self.unnoted.append(f"{request.method} {path} changed {sorted(changed)} without a row in the audit")
        return answer


@contextmanager
def deeds_noted(app: web.Application) -> Iterator[Deeds]:
    """Watch an application; afterwards fail where a change was not noted."""
    deeds = Deeds()
    app.middlewares.append(deeds.watch)
    yield deeds
    assert not deeds.unnoted, "\n".join(deeds.unnoted)
