"""The cash in managers' hands, and taking note of alerts for them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.events import AlertsAcknowledged
from bot.domain.ids import id_of
from bot.storage.money import cash
from bot.storage.network import alerts, stations
from bot.storage.record import record
from bot.storage.sql.cursor import BadCursor
from bot.web.api.asking import answer, limit, once
from bot.web.api.openapi import PAGING, Operation, Operations
from bot.web.api.shapes import AlertShape, Shape
from bot.web.keys import DATABASE, SEAL, ZONE
from bot.web.problems import Problem


class CashShape(Shape, frozen=True, kw_only=True):
    id: int
    at: datetime
    kind: Literal["taken", "handed_in", "reversal"]
    amount_fen: int
    """What it adds to the cash in hand."""
    person: str
    """Who paid, as the manager said."""
    order: str
    by: str
    """Person id of the manager."""
    note: str
    key: str
    reverses: str | None
    """`key` of the entry that this one takes back."""


class CashPage(Shape, frozen=True, kw_only=True):
    station: str
    balance_fen: int
    entries: list[CashShape]
    next: str | None


async def list_cash(request: web.Request) -> web.Response:
    """A station's ledger, newest first, with what is in hand now."""
    seal, most, query = request.app[SEAL], limit(request), request.query
    code = query.get("station", "")
    if not code:
        raise Problem(400, "station is missing: whose cash?")

    def work(conn: Connection) -> CashPage:
        if stations.find(conn, seal, code) is None:
            raise Problem(404, "no station has this code")
        page = cash.page(conn, code, limit=most, after=query.get("cursor"))
        balance = cash.balance_fen(conn, code)
        return CashPage(station=code, balance_fen=balance, entries=[_shape(row) for row in page.rows], next=page.next)

    try:
        return answer(await request.app[DATABASE].run(work))
    except BadCursor as bad:
        raise Problem(400, str(bad)) from bad


def _shape(row: cash.Entered) -> CashShape:
    entry = row.entry
    said = {name: getattr(entry, name) for name in ("kind", "amount_fen", "person", "note", "key", "reverses")}
    return CashShape(id=row.id, at=row.at, by=row.by, order=entry.number, **said)


async def acknowledge(request: web.Request) -> web.Response:
    """The county has seen to an alert; done twice it changes nothing."""
    seal, zone, number = request.app[SEAL], request.app[ZONE], id_of(request.match_info["id"])
    if number is None:
        raise Problem(404, "no alert has this number")

    def work(conn: Connection) -> AlertShape:
        now = datetime.now(zone)
        found = alerts.find(conn, seal, number)
        if found is None:
            raise Problem(404, "no alert has this number")
        record(conn, [AlertsAcknowledged(station=found.station, at=now, alert=number)], seal=seal, at=now)
        seen = alerts.find(conn, seal, number) or found
        return AlertShape(**{name: getattr(seen, name) for name in AlertShape.__struct_fields__})

    return await once(request, work)


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/cash",
            summary="What a station's manager took and handed in, newest first, and what is in hand",
            answer=CashPage,
            query=(("station", "whose, by its code"), *PAGING),
            refusals=(400, 401, 404),
        ),
        list_cash,
    ),
    (
        Operation(
            method="POST",
            path="/api/v1/alerts/{id}/acknowledge",
            summary="Take note of an alert, so that it is not passed on to the county",
            answer=AlertShape,
            refusals=(401, 404),
        ),
        acknowledge,
    ),
)
