"""`/insights`: a merchant's figures with charts, behind the merchant's token."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.saying import short_day
from bot.domain.insight import CLOSES_AFTER, PARTS, closed_before
from bot.storage.insights.answers import By
from bot.web.insights import charts
from bot.web.insights.api import read
from bot.web.insights.charts import Chart
from bot.web.insights.files import as_file
from bot.web.insights.offers import offer_pages
from bot.web.insights.reports import REPORTS, Table, Value, Wanted, weeks
from bot.web.insights.signing_in import ROOT, sign_in, sign_out, signed_in
from bot.web.insights.survey_api import known
from bot.web.insights.survey_results import found
from bot.web.keys import DATABASE, ZONE
from bot.web.pages import Refusal, render
from bot.web.pages.words import named, words

CHARTS: tuple[tuple[str, By], ...] = (
    ("demand", "week"), ("demand", "county"), ("demand", "category"), ("demand", "sku"), ("missing", "words"),
    ("words", "words"),
)  # fmt: skip  # a table, a row a line


async def overview(request: web.Request, merchant: str) -> web.StreamResponse:
    now = datetime.now(request.app[ZONE])
    today, still_open = now.date(), closed_before(now)
    told = {"until": short_day(still_open - timedelta(days=1)), "next": short_day(still_open + CLOSES_AFTER)}
    drawn = await request.app[DATABASE].run(lambda conn: _charts(conn, merchant, today))
    files = {words(f"insights.{name}"): f"{ROOT}/files/{name}" for name in REPORTS}
    return render(
        request,
        "insights/page.j2",
        title=words("insights.title"),
        note=words("insights.note", **told),
        files=files,
        charts=drawn,
    )


async def survey(request: web.Request, merchant: str) -> web.StreamResponse:
    of = known(request.match_info["survey"], merchant)
    told = await request.app[DATABASE].run(lambda conn: found(conn, of))
    drawn = [
        charts.rows(
            question.ask, [(str(row[2]), int(row[3] or 0)) for row in told.table.rows if row[0] == question.key]
        )
        for question in of.questions
        if told.ended
    ]
    note = words(
        "insights.survey_ended" if told.ended else "insights.survey_runs", finished=told.finished, quota=of.quota
    )
    files = {words("insights.answers"): f"{ROOT}/surveys/{of.key}/file"} if told.ended else {}
    return render(request, "insights/page.j2", title=of.title, note=note, files=files, charts=drawn)


async def report_file(request: web.Request, merchant: str) -> web.StreamResponse:
    report = REPORTS.get(request.match_info["report"])
    if report is None:
        raise Refusal(404)
    wanted = read(request, report, merchant)
    table = await request.app[DATABASE].run(lambda conn: report.answer(conn, wanted))
    return as_file(table, _form(request), f"{request.match_info['report']}-{wanted.since}-{wanted.until}")


async def survey_file(request: web.Request, merchant: str) -> web.StreamResponse:
    of = known(request.match_info["survey"], merchant)
    told = await request.app[DATABASE].run(lambda conn: found(conn, of))
    return as_file(told.table, _form(request), of.key)


def _charts(conn: Connection, merchant: str, today: date) -> list[Chart]:
    since, until = weeks(None, None, today)
    made = []
    for name, by in CHARTS:
        table = REPORTS[name].answer(conn, Wanted(by=by, merchant=merchant, since=since, until=until))
        made.append(_chart(words(f"insights.{name}_{by}"), by, table))
    whole = Wanted(by="gap", merchant=merchant, since=since, until=until)
    prices = REPORTS["prices"].answer(conn, whole)
    made.append(charts.rows(words("insights.prices_gap"), [(str(row[1]), int(row[4] or 0)) for row in prices.rows]))
    return [*made, *_part_charts(conn, Wanted(by="week", merchant=merchant, since=since, until=until))]


def _part_charts(conn: Connection, wanted: Wanted) -> list[Chart]:
    """Who buys for the first time or again, and why others ordered nothing."""
    made = []
    for name, kind in (("demand", PARTS["bought"]), ("left", PARTS["left"])):
        table = REPORTS[name].answer(conn, wanted)
        sums = [(named("insight_parts", part), _sum(table, part)) for part in kind]
        made.append(charts.rows(words(f"insights.{name}_parts"), [pair for pair in sums if pair[1]]))
    return made


def _chart(title: str, by: By, table: Table) -> Chart:
    label = table.columns.index("name") if "name" in table.columns and by != "words" else 0
    people = table.columns.index("people")
    if by == "week":
        return charts.columns(title, [(str(row[0])[5:], int(row[people] or 0)) for row in table.rows])
    return charts.rows(title, [(_label(table, row, label), int(row[people] or 0)) for row in table.rows])


def _label(table: Table, row: Sequence[Value], place: int) -> str:
    """A word with the article it is said for: one word may stand for several."""
    said = str(row[place]) or named("gaps", "rest")
    name = ""
    if table.columns[place] == "words" and "sku" in table.columns:
        name = str(row[table.columns.index("name")] or row[table.columns.index("sku")])
    return f"{said}：{name}" if name and name != said else said


def _sum(table: Table, column: str) -> int:
    place = table.columns.index(column)
    return sum(int(row[place] or 0) for row in table.rows)


def _form(request: web.Request) -> str:
    form = request.query.get("format", "csv")
    if form not in ("csv", "xlsx"):
        raise Refusal(400)
    return form


def insight_pages() -> list[web.RouteDef]:
    return [
        web.get(ROOT, signed_in(overview)),
        web.post(f"{ROOT}/sign-in", sign_in),
        web.post(f"{ROOT}/sign-out", sign_out),
        web.get(f"{ROOT}/surveys/{{survey}}", signed_in(survey)),
        web.get(f"{ROOT}/surveys/{{survey}}/file", signed_in(survey_file)),
        web.get(f"{ROOT}/files/{{report}}", signed_in(report_file)),
        *offer_pages(),
    ]
