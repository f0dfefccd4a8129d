"""Invites who agreed to be asked, reminds three times at most, and closes surveys whose time is over or quota full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.domain.events import Event, SurveyClosed, SurveyInvited, SurveyReminded
from bot.domain.survey import MOST_REMINDERS, Survey, surveys
from bot.storage.offers import surveys as kept
from bot.storage.privacy.seal import Seal

DAY = (time(9), time(20))
AT_ONCE = 200
ASKED_FOR_ONE = 3
"""So many are invited for each answer that is wanted: most do not answer."""


def look(conn: Connection, _seal: Seal, now: datetime) -> Iterable[Event]:
    if not DAY[0] <= now.time() < DAY[1]:
        return
    for of in surveys():
        if now.date() < of.opens or kept.is_closed(conn, of.key):
            continue
        if not of.is_open(now.date()) or kept.finished(conn, of.key) >= of.quota:
            yield SurveyClosed(survey=of.key, at=now)
        else:
            yield from _invitations(conn, of, now)
    yield from _reminders(conn, now)


def _invitations(conn: Connection, of: Survey, now: datetime) -> Iterator[Event]:
    room = of.quota * ASKED_FOR_ONE - kept.invited(conn, of.key)
    for person in kept.to_invite(conn, of, max(0, min(room, AT_ONCE))):
        yield SurveyInvited(person=person, survey=of.key, at=now)


def _reminders(conn: Connection, now: datetime) -> Iterator[Event]:
    still_open = [of.key for of in surveys() if of.is_open(now.date())]
    for waiting in kept.due(conn, still_open, now, AT_ONCE):
        if waiting.reminders < MOST_REMINDERS:
            yield SurveyReminded(person=waiting.person, survey=waiting.survey, count=waiting.reminders + 1, at=now)


SURVEYS = Chore(name="surveys", every=timedelta(minutes=10), do=look)
