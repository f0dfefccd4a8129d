"""A person's family as a turn may see it, read when it asks. See bot.dialogue.family.facts.Family."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.family import DAY, Tie
from bot.domain.people import Person
from bot.storage.persons import families, people
from bot.storage.privacy.seal import Seal


class SqlFamily:
    """Lives as long as the turn's transaction."""

    def __init__(self, conn: Connection, seal: Seal, person: str, at: datetime) -> None:
        self._conn, self._seal, self._person, self._at = conn, seal, person, at
        self._ties: Sequence[Tie] | None = None
        self._others: dict[str, Person | None] = {}

    def ties(self) -> Sequence[Tie]:
        if self._ties is None:
            self._ties = families.of(self._conn, self._person)
        return self._ties

    def person(self, other: str) -> Person | None:
        if not any(other in (tie.parent, tie.child) for tie in self.ties()):
            return None
        if other not in self._others:
            self._others[other] = people.load(self._conn, self._seal, other)
        return self._others[other]

    def owner(self, phone: str) -> str:
        return people.person_of(self._conn, self._seal, f"sms:{phone}")

    def heard_lately(self, parent: str) -> int:
        return families.heard_since(self._conn, parent, self._at - DAY)

    def parent_of_code(self, code: str) -> str:
        return families.parent_of_code(self._conn, self._seal, code, self._at)
