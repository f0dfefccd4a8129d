"""`/api/v1/surveys`: a merchant's surveys, and what they found."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.survey import Survey
from bot.web.api.asking import answer, one_of
from bot.web.api.openapi import Operation, Operations
from bot.web.api.shapes import Shape
from bot.web.insights.access import merchant_asking
from bot.web.insights.files import FORMATS, as_file
from bot.web.insights.reports import Value
from bot.web.insights.survey_results import Found, found, own
from bot.web.keys import DATABASE
from bot.web.problems import Problem


class SurveyShape(Shape, frozen=True, kw_only=True):
    survey: str
    title: str
    merchant: str
    opens: date
    closes: date
    quota: int
    finished: int
    """Who answered to the end, rounded down to five."""
    ended: bool


class SurveyPage(Shape, frozen=True, kw_only=True):
    surveys: list[SurveyShape]


class ResultsShape(SurveyShape, frozen=True, kw_only=True):
    results: list[dict[str, Value]]
    """question, ask, answer, people: once it has ended, and only what five people and more said."""


async def list_surveys(request: web.Request) -> web.Response:
    mine = own(await merchant_asking(request))

    def work(conn: Connection) -> SurveyPage:
        return SurveyPage(surveys=[SurveyShape(**_plain(found(conn, of))) for of in mine])

    return answer(await request.app[DATABASE].run(work))


async def results(request: web.Request) -> web.Response:
    of = known(request.match_info["survey"], await merchant_asking(request))
    form = one_of(request, "format", FORMATS) or "json"
    told = await request.app[DATABASE].run(lambda conn: found(conn, of))
    if form != "json":
        return as_file(told.table, form, of.key)
    rows = [dict(zip(told.table.columns, row, strict=True)) for row in told.table.rows]
    return answer(ResultsShape(**_plain(told), results=rows))


def known(key: str, merchant: str | None) -> Survey:
    """The merchant's survey of this key. Raises Problem 404, also where it is another's."""
    for of in own(merchant):
        if of.key == key:
            return of
    raise Problem(404, "there is no such survey of this merchant")


def _plain(told: Found) -> dict[str, Any]:
    of = told.survey
    return {name: getattr(of, name) for name in ("title", "merchant", "opens", "closes", "quota")} | {
        "survey": of.key,
        "finished": told.finished,
        "ended": told.ended,
    }


OF_MERCHANT = ("merchant", "with the API token alone: of this merchant")
OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/surveys",
            summary="A merchant's surveys",
            answer=SurveyPage,
            query=(OF_MERCHANT,),
        ),
        list_surveys,
    ),
    (
        Operation(
            method="GET",
            path="/api/v1/surveys/{survey}",
            summary="What a survey found, once it has ended",
            answer=ResultsShape,
            query=(("format", "json (where not given), csv or xlsx"), OF_MERCHANT),
            refusals=(400, 401, 404),
        ),
        results,
    ),
)
