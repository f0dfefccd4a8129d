"""`/api/v1/insights/…`: a merchant's reports, as JSON, csv or xlsx."""

from __future__ import annotations

from datetime import date, datetime

from aiohttp import web

from bot.storage.insights.answers import By
from bot.web.api.asking import answer, day, one_of
from bot.web.api.openapi import Handler, Operation, Operations
from bot.web.api.shapes import Shape
from bot.web.insights.access import merchant_asking
from bot.web.insights.files import FORMATS, as_file
from bot.web.insights.reports import REPORTS, Report, Table, Value, Wanted, weeks
from bot.web.keys import DATABASE, ZONE
from bot.web.problems import Problem

FILTERS: tuple[By, ...] = ("county", "category", "sku")
QUERY = (
    ("since", "a day of the first week, like 2026-09-07; twelve weeks where not given"),
    ("until", "a day of the last week"),
    ("county", "only of this county"),
    ("category", "only of this category"),
    ("sku", "only of this article"),
    ("format", "json (where not given), csv or xlsx"),
    ("merchant", "with the API token alone: of this merchant, not of all"),
)


class ReportShape(Shape, frozen=True, kw_only=True):
    """People and times are multiples of five, and of people each week counts its own."""

    report: str
    by: str
    since: date
    until: date
    """Mondays; both weeks are counted."""
    rows: list[dict[str, Value]]


def report_handler(name: str, report: Report) -> Handler:
    async def serve(request: web.Request) -> web.Response:
        wanted = read(request, report, await merchant_asking(request))
        form = one_of(request, "format", FORMATS) or "json"
        table = await request.app[DATABASE].run(lambda conn: report.answer(conn, wanted))
        if form != "json":
            return as_file(table, form, f"{name}-{wanted.since}-{wanted.until}")
        return answer(shaped(name, wanted, table))

    return serve


def read(request: web.Request, report: Report, merchant: str | None) -> Wanted:
    """What is asked for. Raises Problem 400."""
    by = one_of(request, "by", report.by) or report.by[0]
    try:
        since, until = weeks(day(request, "since"), day(request, "until"), datetime.now(request.app[ZONE]).date())
    except (ValueError, OverflowError) as error:
        raise Problem(400, str(error)) from error
    only = {name: request.query[name] for name in FILTERS if request.query.get(name)}
    return Wanted(
        by=next(one for one in report.by if one == by), merchant=merchant, since=since, until=until, only=only
    )


def shaped(name: str, wanted: Wanted, table: Table) -> ReportShape:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return ReportShape(report=name, by=wanted.by, since=wanted.since, until=wanted.until, rows=rows)


def _operation(name: str, report: Report) -> Operation:
    by = ("by", " or ".join(report.by))
    return Operation(
        method="GET", path=f"/api/v1/insights/{name}", summary=report.summary, answer=ReportShape, query=(by, *QUERY)
    )


OPERATIONS: Operations = tuple(
    (_operation(name, report), report_handler(name, report)) for name, report in REPORTS.items()
)
