"""What a turn may know of what somebody learned, and of what goes wrong at a station."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.training import Certificate, Mistakes, Progress


class Learning(Protocol):
    """The SQL one is `bot.storage.facts.learning.SqlLearning`."""

    def progress(self) -> Progress:
        """How the person answered the questions of the courses."""

    def certificates(self) -> Sequence[Certificate]:
        """The person's own, oldest first."""

    def mistakes(self, code: str) -> Mistakes:
        """What went wrong at a station lately."""
