"""Writes down what villagers look for, find or not, and what merchants may learn of it."""

from __future__ import annotations

from bot.domain import events as happened
from bot.storage import demand, insight_weeks, insights
from bot.storage.writing.pen import Pen, Writers


def _missed(pen: Pen, event: happened.DemandHeard) -> None:
    demand.add(pen.conn, event)
    insights.mark_missing(pen.conn, event, pen.today)


WRITERS: Writers = {
    happened.DemandHeard: _missed,
    happened.SearchHeard: lambda pen, event: insights.mark_search(pen.conn, event, pen.today),
    happened.WeekClosed: lambda pen, event: bool(insight_weeks.close(pen.conn, event.week, pen.at.tzinfo)),
}
