"""Writes down what villagers look for, find or not, and what merchants may learn of it."""

from __future__ import annotations

from msgspec.structs import replace

from bot.domain import events as happened
from bot.domain.phone import masked
from bot.storage.insights import marks, weeks
from bot.storage.trade import demand
from bot.storage.writing.pen import Pen, Writers


def _missed(pen: Pen, event: happened.DemandHeard) -> None:
    """Merchants read what was asked for: nobody's phone is theirs to see."""
    event = replace(event, mention=masked(event.mention))
    demand.add(pen.conn, event)
    marks.mark_missing(pen.conn, event, pen.today)


def _searched(pen: Pen, event: happened.SearchHeard) -> None:
    marks.mark_search(pen.conn, replace(event, words=masked(event.words)), pen.today)


WRITERS: Writers = {
    happened.DemandHeard: _missed,
    happened.SearchHeard: _searched,
    happened.WeekClosed: lambda pen, event: bool(weeks.close(pen.conn, event.week, pen.at.tzinfo)),
}
