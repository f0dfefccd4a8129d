"""Alerts to managers and messages that go out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from bot.domain.ids import id_of
from bot.domain.letter import without_secrets
from bot.storage import audit
from bot.storage.audit import Deed
from bot.storage.messages import dead_letters, outbox_list
from bot.storage.messages.dead_letters import NotRetryable
from bot.storage.network import alerts
from bot.storage.sql.cursor import BadCursor
from bot.web.api.asking import answer, body, limit, once, one_of
from bot.web.api.openapi import AT_STATION, PAGING, Operation, Operations
from bot.web.api.shapes import (
    AlertPage,
    AlertShape,
    MessagePage,
    MessageShape,
    RetryAsked,
)
from bot.web.keys import DATABASE, SEAL, WAKE
from bot.web.problems import Problem

REFUSED = {
    "sent": "it was sent",
    "pending": "it is being sent",
    "cancelled": "it was withdrawn: what it told has passed, or its person opted out",
    "failed": "its words are worth nothing any more: erased, or a code that has run out",
    "uncertain": "it may have arrived; ask with even_if_uncertain to send it all the same",
}
"""By the state a letter is in."""
MESSAGE_STATES = ("pending", "sent", "failed", "uncertain", "cancelled")


async def list_alerts(request: web.Request) -> web.Response:
    most, query, seal = limit(request), request.query, request.app[SEAL]

    def work(conn: Connection) -> AlertPage:
        page = alerts.page(conn, seal, station=query.get("station"), limit=most, after=query.get("cursor"))
        return AlertPage(alerts=[_copied(AlertShape, row) for row in page.rows], next=page.next)

    return await _paged(request, work)


async def list_outbox(request: web.Request) -> web.Response:
    most, query, seal = limit(request), request.query, request.app[SEAL]
    status = one_of(request, "status", MESSAGE_STATES)

    def work(conn: Connection) -> MessagePage:
        page = outbox_list.page(conn, seal, status=status, limit=most, after=query.get("cursor"))
        return MessagePage(messages=[_message(row) for row in page.rows], next=page.next)

    return await _paged(request, work)


def _message(row: outbox_list.Entry) -> MessageShape:
    """What lets somebody in is for him alone, not for every program that may read letters."""
    shown: MessageShape = _copied(MessageShape, row)
    return msgspec.structs.replace(shown, text=without_secrets(row.notice, row.text))


async def retry(request: web.Request) -> web.Response:
    """A letter that failed is sent once more, after whatever its person is being sent just now."""
    letter, seal = id_of(request.match_info["id"]), request.app[SEAL]
    if letter is None:
        raise Problem(404, "there is no such message")
    asked = body(await request.read() or b"{}", RetryAsked)

    def work(conn: Connection) -> MessageShape:
        now = datetime.now(UTC)
        try:
            dead_letters.retry(conn, letter, now=now, even_if_uncertain=asked.even_if_uncertain)
        except LookupError:
            raise Problem(404, "there is no such message") from None
        except NotRetryable as state:
            raise Problem(409, REFUSED.get(state.status, f"it is {state.status}")) from None
        station, county = dead_letters.station_of(conn, letter)
        deed = Deed(
            at=now, person="", role="api", action="letter_again", subject=f"{letter}", station=station, county=county
        )
        audit.add(conn, deed)
        found = outbox_list.find(conn, seal, letter)
        assert found is not None  # noqa: S101 - it was changed just now
        return _message(found)

    said = await once(request, work)
    request.app[WAKE]()
    return said


async def _paged(request: web.Request, work: Callable[[Connection], Any]) -> web.Response:
    try:
        return answer(await request.app[DATABASE].run(work))
    except BadCursor as bad:
        raise Problem(400, str(bad)) from bad


def _copied(shape: type[Any], row: Any) -> Any:
    return shape(**{name: getattr(row, name) for name in shape.__struct_fields__})


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/alerts",
            summary="What managers were alerted of, newest first",
            answer=AlertPage,
            query=(AT_STATION, *PAGING),
        ),
        list_alerts,
    ),
    (
        Operation(
            method="GET",
            path="/api/v1/outbox",
            summary="Messages to people, newest first",
            answer=MessagePage,
            query=(("status", "only in this state"), *PAGING),
        ),
        list_outbox,
    ),
    (
        Operation(
            method="POST",
            path="/api/v1/outbox/{id}/retry",
            summary="Send a message that did not arrive once more; 409 where it did, or may have",
            asked=RetryAsked,
            answer=MessageShape,
            refusals=(400, 401, 404, 409, 422),
        ),
        retry,
    ),
)
