"""Writes down what managers learn."""

from __future__ import annotations

from bot.domain import events as happened
from bot.domain.training import LATELY
from bot.storage.training import lessons
from bot.storage.writing.pen import Writers

WRITERS: Writers = {
    happened.QuizAnswered: lambda pen, event: lessons.answer(pen.conn, event),
    happened.CertificateEarned: lambda pen, event: lessons.certify(pen.conn, event.certificate),
    happened.LessonReminded: lambda pen, event: lessons.note_reminder(pen.conn, event.person, event.at + LATELY),
}
