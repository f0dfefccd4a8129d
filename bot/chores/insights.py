"""Weeks that are over become what merchants may learn, one at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.domain.events import Event, WeekClosed
from bot.domain.insight import closed_before
from bot.storage.insights import marks
from bot.storage.privacy.seal import Seal


def look(conn: Connection, _seal: Seal, now: datetime) -> Iterable[Event]:
    week = marks.oldest_week(conn)
    if week is not None and week < closed_before(now):
        yield WeekClosed(week=week)


INSIGHTS = Chore(name="insights", every=timedelta(minutes=10), do=look)
