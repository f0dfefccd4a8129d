"""Lessons as a turn may see them, read when it asks. See bot.dialogue.learning.facts.Learning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.training import Certificate, Mistakes, Progress
from bot.storage.training import lessons, mistakes


class SqlLearning:
    """Lives as long as the turn's transaction."""

    def __init__(self, conn: Connection, person: str, at: datetime) -> None:
        self._conn, self._person, self._at = conn, person, at

    def progress(self) -> Progress:
        return lessons.progress(self._conn, self._person)

    def certificates(self) -> Sequence[Certificate]:
        return lessons.certificates_of(self._conn, [self._person])

    def mistakes(self, code: str) -> Mistakes:
        return mistakes.of_station(self._conn, code, self._at)
