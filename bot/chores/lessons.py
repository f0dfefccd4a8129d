"""Once a week each station's manager who ever wrote hears what is worth two minutes: what went wrong lately, or the course
left half-way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.dialogue.learning.drills import why
from bot.dialogue.replies import render
from bot.domain.course import courses
from bot.domain.events import Event, LessonReminded
from bot.domain.training import Mistakes, Progress, standing
from bot.storage.privacy.seal import Seal
from bot.storage.training import lessons, mistakes

DAY = (time(9), time(18))
"""When there may be a quiet minute at a station."""
AT_ONCE = 150
"""Managers looked at each time."""


def look(conn: Connection, _seal: Seal, now: datetime) -> Iterable[Event]:
    """Each is looked at once a week, also where there is nothing to say."""
    if not DAY[0] <= now.time() < DAY[1]:
        return
    due = lessons.due(conn, now, limit=AT_ONCE)
    wrong = mistakes.of_stations(conn, {one.station for one in due}, now)
    learned = lessons.progress_of(conn, {one.person for one in due})
    for one in due:
        text = _text(wrong.get(one.station, {}), learned.get(one.person, {}), new=one.new)
        yield LessonReminded(person=one.person, station=one.station, at=now, text=text)


def _text(wrong: Mistakes, learned: Progress, *, new: bool) -> str:
    """'' where all is well. Of courses nobody began the manager hears only once."""
    if wrong:
        return render("training.remind", "wechat", why=why(wrong, "wechat"))
    stands = [(course, standing(course, learned)) for course in courses()]
    begun = next(((course, at) for course, at in stands if 0 < at.answered < at.pieces), None)
    if begun is not None:
        return render(
            "training.remind_go_on", "wechat", course=begun[0].title, left=begun[1].pieces - begun[1].answered
        )
    return render("training.remind_new", "wechat") if new and not learned else ""


LESSONS = Chore(name="lessons", every=timedelta(minutes=3), do=look)
