"""Managers learn."""

from __future__ import annotations

from datetime import datetime

from bot.domain.events.base import Event
from bot.domain.training import Certificate


class QuizAnswered(Event, frozen=True, kw_only=True):
    """Somebody answered the question of a course's piece."""

    person: str
    course: str
    piece: str
    right: bool
    at: datetime


class CertificateEarned(Event, frozen=True, kw_only=True):
    """Somebody knows enough of a course; each course gives one certificate."""

    certificate: Certificate


class LessonReminded(Event, frozen=True, kw_only=True):
    """A manager was looked at for the week's reminder of what to practise."""

    person: str
    station: str
    at: datetime
    text: str
    """'' where there is nothing to say this week."""
