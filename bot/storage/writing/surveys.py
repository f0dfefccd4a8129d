"""Writes down who agreed to be asked, and what they answered."""

from __future__ import annotations

from bot.domain import events as happened
from bot.domain.survey import MOST_REMINDERS, REMIND_AFTER, survey
from bot.storage.offers import surveys
from bot.storage.writing.pen import Pen, Writers


def _reminded(pen: Pen, event: happened.SurveyReminded) -> bool:
    again = pen.now + REMIND_AFTER if event.count < MOST_REMINDERS else None
    return surveys.note_reminder(pen.conn, event.survey, event.person, event.count, again)


def _closed(pen: Pen, event: happened.SurveyClosed) -> bool:
    of = survey(event.survey)
    return of is not None and surveys.close(pen.conn, pen.seal, of, event.at)


def _left(pen: Pen, event: happened.SurveyLeft) -> bool:
    return surveys.stand(pen.conn, event.survey, event.person, "done" if event.done else "declined", event.at)


WRITERS: Writers = {
    happened.SurveysAllowed: lambda pen, event: surveys.allow(pen.conn, event),
    happened.SurveyInvited: lambda pen, event: surveys.stand(pen.conn, event.survey, event.person, "invited", event.at),
    happened.SurveyJoined: lambda pen, event: surveys.stand(pen.conn, event.survey, event.person, "joined", event.at),
    happened.SurveyAnswered: lambda pen, event: surveys.answer(pen.conn, pen.seal, event),
    happened.SurveyReminded: _reminded,
    happened.SurveyLeft: _left,
    happened.SurveyClosed: _closed,
}
