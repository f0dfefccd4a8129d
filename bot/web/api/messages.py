"""Alerts to managers and messages that go out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from bot.storage import alerts, outbox_list
from bot.storage.cursor import BadCursor
from bot.web.api.asking import answer, limit, one_of
from bot.web.api.openapi import AT_STATION, PAGING, Operation, Operations
from bot.web.api.shapes import (
    AlertPage,
    AlertShape,
    MessagePage,
    MessageShape,
)
from bot.web.keys import DATABASE, SEAL
from bot.web.problems import Problem

SIGN_IN = "sign_in_code"
_CODE = re.compile(r"\d{6}")
MESSAGE_STATES = ("pending", "sent", "failed", "uncertain", "cancelled")


async def list_alerts(request: web.Request) -> web.Response:
    most, query = limit(request), request.query

    def work(conn: Connection) -> AlertPage:
        page = alerts.page(conn, station=query.get("station"), limit=most, after=query.get("cursor"))
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
    """A code that lets a manager in is for him alone, not for every program that may read letters."""
    shown: MessageShape = _copied(MessageShape, row)
    return msgspec.structs.replace(shown, text=_CODE.sub("······", row.text)) if row.notice == SIGN_IN else shown


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
)
