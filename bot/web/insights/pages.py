"""`/insights`: a merchant's figures with charts, behind the merchant's token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from sqlalchemy import Connection

from bot.domain.insight import PARTS
from bot.storage.insight_answers import By
from bot.storage.merchants import LONGEST
from bot.web.insights import charts
from bot.web.insights.access import merchant_by
from bot.web.insights.api import read
from bot.web.insights.charts import Chart
from bot.web.insights.files import as_file
from bot.web.insights.reports import REPORTS, Table, Wanted, weeks
from bot.web.insights.survey_api import known
from bot.web.insights.survey_results import found, own
from bot.web.keys import DATABASE, ZONE
from bot.web.pages import Refusal, render, see_other
from bot.web.pages.words import named, words

ROOT = "/insights"
COOKIE = "cunkou_merchant"
LASTS_S = 30 * 24 * 3600
CHARTS: tuple[tuple[str, By], ...] = (
    ("demand", "week"), ("demand", "county"), ("demand", "sku"), ("missing", "words"), ("words", "words"),
)  # fmt: skip

Signed = Callable[[web.Request, str], Awaitable[web.StreamResponse]]


def signed_in(page: Signed) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The page with whose it is, or the sign-in."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        token = request.cookies.get(COOKIE, "")
        merchant = await merchant_by(request, token) if token else None
        if merchant is None:
            return render(request, "insights/sign_in.j2", wrong=False)
        return await page(request, merchant)

    return guarded


async def sign_in(request: web.Request) -> web.StreamResponse:
    """Keep the token in a cookie that scripts cannot read and that other sites' forms do not send."""
    form = await request.post()
    _from_here(request)
    token = str(form.get("token", "")).strip()[: LONGEST + 1]
    if await merchant_by(request, token) is None:
        return render(request, "insights/sign_in.j2", status=403, wrong=True)
    answer = see_other(ROOT)
    secure = "https" in (request.scheme, request.headers.get("X-Forwarded-Proto"))
    answer.set_cookie(COOKIE, token, path=ROOT, max_age=LASTS_S, httponly=True, samesite="Lax", secure=secure)
    return answer


async def sign_out(request: web.Request) -> web.StreamResponse:
    _from_here(request)
    answer = see_other(ROOT)
    answer.del_cookie(COOKIE, path=ROOT)
    return answer


async def overview(request: web.Request, merchant: str) -> web.StreamResponse:
    today = datetime.now(request.app[ZONE]).date()
    drawn = await request.app[DATABASE].run(lambda conn: _charts(conn, merchant, today))
    files = [
        (f"{words(f'insights.{name}')}（{form}）", f"{ROOT}/files/{name}?format={form}")
        for name in REPORTS
        for form in ("csv", "xlsx")
    ]
    return _page(request, merchant, words("insights.title"), words("insights.note"), files, drawn)


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
    files = [(form, f"{ROOT}/surveys/{of.key}/file?format={form}") for form in ("csv", "xlsx")] if told.ended else []
    return _page(request, merchant, of.title, note, files, drawn)


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
    return charts.rows(title, [(str(row[label]) or named("gaps", "rest"), int(row[people] or 0)) for row in table.rows])


def _sum(table: Table, column: str) -> int:
    place = table.columns.index(column)
    return sum(int(row[place] or 0) for row in table.rows)


def _page(
    request: web.Request, merchant: str, title: str, note: str, files: list[tuple[str, str]], drawn: list[Chart]
) -> web.Response:
    return render(
        request, "insights/page.j2", merchant=merchant, title=title, note=note, files=files, charts=drawn,
        surveys=own(merchant),
    )  # fmt: skip


def _form(request: web.Request) -> str:
    form = request.query.get("format", "csv")
    if form not in ("csv", "xlsx"):
        raise Refusal(400)
    return form


def _from_here(request: web.Request) -> None:
    """Raise Refusal 403 for a form of another site."""
    origin = urlsplit(request.headers.get(hdrs.ORIGIN, "")).netloc
    if origin and origin != request.host:
        raise Refusal(403)


def insight_pages() -> list[web.RouteDef]:
    return [
        web.get(ROOT, signed_in(overview)),
        web.post(f"{ROOT}/sign-in", sign_in),
        web.post(f"{ROOT}/sign-out", sign_out),
        web.get(f"{ROOT}/surveys/{{survey}}", signed_in(survey)),
        web.get(f"{ROOT}/surveys/{{survey}}/file", signed_in(survey_file)),
        web.get(f"{ROOT}/files/{{report}}", signed_in(report_file)),
    ]
