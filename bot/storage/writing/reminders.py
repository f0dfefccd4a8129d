"""Writes down who wishes reminders, and which they got."""

from __future__ import annotations

from datetime import timedelta

from bot.domain import events as happened
from bot.storage import reminders
from bot.storage.writing.pen import Pen, Writers

QUIET_DAYS = timedelta(days=7)
"""After a reminder: one a week, however much runs out."""


def _looked_at(pen: Pen, event: happened.GoodsLookedAt) -> bool:
    told = event.out is not None and reminders.tell(pen.conn, event.person, event.out, event.at)
    pause = QUIET_DAYS if told else timedelta(days=1)
    reminders.look_again(pen.conn, event.person, event.at.date() + pause)
    return told


def _wished(pen: Pen, event: happened.RemindersWished) -> None:
    reminders.wish(pen.conn, event.person, event.at, wished=event.wished)


WRITERS: Writers = {
    happened.GoodsLookedAt: _looked_at,
    happened.RemindersWished: _wished,
    happened.GoodsSuggested: lambda pen, event: reminders.suggest(pen.conn, event.person, event.bought, event.at),
    happened.SuggestionsRefused: lambda pen, event: reminders.refuse_suggestions(pen.conn, event.person),
}
