"""What a turn may know of a person's family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.family import Tie
from bot.domain.people import Person


class Family(Protocol):
    """The SQL one is `bot.storage.facts.family.SqlFamily`."""

    def ties(self) -> Sequence[Tie]:
        """The person's own, as child and as parent, in whatever state, the newest ask first, 50 at most."""

    def person(self, other: str) -> Person | None:
        """Somebody the person has a tie with; None for anybody else."""

    def owner(self, phone: str) -> str:
        """The person id of whoever has this E.164 phone, also where nobody has written by it yet."""

    def heard_lately(self, parent: str) -> int:
        """How many asks reached somebody within a day."""

    def parent_of_code(self, code: str) -> str:
        """The person id of whoever had this code made; '' where nobody did, or it expired."""
