"""Surveys: who agreed to be asked, what was asked, and what they answered."""

from __future__ import annotations

from datetime import datetime

from bot.domain.events.base import Event


class SurveysAllowed(Event, frozen=True, kw_only=True):
    """Somebody agreed to be invited to surveys, or does not any longer."""

    person: str
    allowed: bool
    at: datetime


class SurveyInvited(Event, frozen=True, kw_only=True):
    person: str
    survey: str
    at: datetime


class SurveyReminded(Event, frozen=True, kw_only=True):
    person: str
    survey: str
    count: int
    """Which reminder it is, from 1; see survey.MOST_REMINDERS."""
    at: datetime


class SurveyJoined(Event, frozen=True, kw_only=True):
    """The consent: what becomes of the answers was said before."""

    person: str
    survey: str
    at: datetime


class SurveyAnswered(Event, frozen=True, kw_only=True):
    person: str
    survey: str
    question: str
    answer: str
    """'' where it was left out; a photo's address."""
    at: datetime


class SurveyLeft(Event, frozen=True, kw_only=True):
    """To the end, or not wanted at all."""

    person: str
    survey: str
    done: bool
    at: datetime


class SurveyClosed(Event, frozen=True, kw_only=True):
    """Its time is over or its quota full: the results are written, and the answers forgotten."""

    survey: str
    at: datetime
