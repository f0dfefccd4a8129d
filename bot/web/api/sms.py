"""What SMS cost each village in a month."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from aiohttp import web
from sqlalchemy import Connection

from bot.storage.messages import sms_bills
from bot.storage.messages.sms_bills import Bill
from bot.storage.sql.cursor import BadCursor
from bot.web.api.asking import answer, limit, month
from bot.web.api.openapi import AT_STATION, PAGING, Operation, Operations
from bot.web.api.shapes import Shape
from bot.web.keys import DATABASE, ZONE
from bot.web.problems import Problem
from config.data import read_yaml


class SmsCostShape(Shape, frozen=True, kw_only=True):
    station: str
    """'' is people who belong to none."""
    provider: str
    messages: int
    parts: int
    cost_fen: int
    """By the prices of config/sms/prices.yaml."""


class SmsCostPage(Shape, frozen=True, kw_only=True):
    month: str
    costs: list[SmsCostShape]
    next: str | None


async def list_costs(request: web.Request) -> web.Response:
    most, query = limit(request), request.query
    asked = month(request) or f"{datetime.now(UTC).astimezone(request.app[ZONE]):%Y-%m}"

    def work(conn: Connection) -> SmsCostPage:
        page = sms_bills.page(conn, asked, station=query.get("station"), limit=most, after=query.get("cursor"))
        return SmsCostPage(month=asked, costs=[_cost(bill) for bill in page.rows], next=page.next)

    try:
        return answer(await request.app[DATABASE].run(work))
    except BadCursor as bad:
        raise Problem(400, str(bad)) from bad


def _cost(bill: Bill) -> SmsCostShape:
    price = Decimal(str(read_yaml("sms/prices.yaml").get(bill.provider, 0)))
    return SmsCostShape(
        station=bill.station,
        provider=bill.provider,
        messages=bill.messages,
        parts=bill.parts,
        cost_fen=int((price * bill.parts).quantize(Decimal(1), ROUND_HALF_UP)),
    )


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/sms/costs",
            summary="What SMS cost each village in a month",
            answer=SmsCostPage,
            query=(("month", "2026-11; this month where not given"), AT_STATION, *PAGING),
        ),
        list_costs,
    ),
)
