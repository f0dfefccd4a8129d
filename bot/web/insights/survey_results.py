"""What a survey found, once it has ended; while it runs only how many finished, rounded down to five."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from bot.domain.insight import FEWEST, week_of
from bot.domain.survey import Survey, surveys
from bot.storage.insights.answers import Asked, ask
from bot.storage.offers import surveys as kept
from bot.web.insights.reports import Table, Value


class Found(msgspec.Struct, frozen=True, kw_only=True):
    survey: Survey
    finished: int
    ended: bool
    table: Table
    """question, ask, answer, people; empty while it runs."""


def own(merchant: str | None) -> list[Survey]:
    """A merchant's surveys; all of them for the shop itself."""
    return [of for of in surveys() if merchant in (None, of.merchant)]


def found(conn: Connection, of: Survey) -> Found:
    done, week = kept.finished(conn, of.key), week_of(of.opens)
    ended = kept.is_closed(conn, of.key)
    asked = Asked(
        kind="survey", by="category", also="words", merchant=of.merchant, since=week, until=week, only={"sku": of.key}
    )
    told = ask(conn, asked) if ended else []
    order = [question.key for question in of.questions]
    rows: list[list[Value]] = [
        [row.key, question.ask, row.also, row.people]
        for row in sorted(told, key=lambda row: (order.index(row.key) if row.key in order else len(order), -row.people))
        if (question := of.question(row.key)) is not None
    ]
    table = Table(columns=("question", "ask", "answer", "people"), rows=rows)
    return Found(survey=of, finished=done - done % FEWEST, ended=ended, table=table)
