"""Ties between parents and children in memory, changed by events as the database would change them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.domain import events as happened
from bot.domain.family import DAY, Tie

if TYPE_CHECKING:
    from collections.abc import Sequence

    from world import World

    from bot.domain.people import Person


@dataclass
class Ties:
    known: dict[tuple[str, str], Tie] = field(default_factory=dict)
    codes: dict[str, happened.FamilyCodeMade] = field(default_factory=dict)

    def agree(self, parent: str, child: str, word: str, at) -> None:
        """As if both had said so before."""
        self.known[parent, child] = Tie(parent=parent, child=child, status="agreed", word=word, asked_at=at - 9 * DAY)

    def hear(self, event) -> bool | None:
        change = CHANGES.get(type(event))
        return change(self, event) if change else None

    def ask(self, event: happened.TieAsked) -> None:
        before = self.known.get((event.parent, event.child))
        asks = before.asks + 1 if before and before.status == "asked" else 1
        tie = Tie(parent=event.parent, child=event.child, status="asked", word=event.word, asked_at=event.at, asks=asks)
        self.known[event.parent, event.child] = tie

    def answer(self, event: happened.TieAnswered) -> bool:
        to = "agreed" if event.agreed else "refused"
        return self._move(event, "asked", status=to, answered_at=event.at)

    def end(self, event: happened.TieEnded) -> bool:
        to = "refused" if event.by == event.parent else "ended"
        return self._move(event, "agreed", status=to, answered_at=event.at)

    def name(self, event: happened.TieNamed) -> None:
        self._move(event, "agreed", word=event.word)

    def make(self, event: happened.FamilyCodeMade) -> None:
        self.codes = {code: made for code, made in self.codes.items() if made.parent != event.parent}
        self.codes[event.code] = event

    def use(self, event: happened.FamilyCodeUsed) -> None:
        del self.codes[event.code]
        self.known[event.parent, event.child] = Tie(
            parent=event.parent, child=event.child, status="agreed", asked_at=event.at
        )

    def _move(self, event, was: str, **fields) -> bool:
        tie = self.known.get((event.parent, event.child))
        if tie is None or tie.status != was:
            return False
        self.known[event.parent, event.child] = replace(tie, **fields)
        return True


CHANGES = {
    happened.TieAsked: Ties.ask,
    happened.TieAnswered: Ties.answer,
    happened.TieEnded: Ties.end,
    happened.TieNamed: Ties.name,
    happened.FamilyCodeMade: Ties.make,
    happened.FamilyCodeUsed: Ties.use,
}


class SeenFamily:
    def __init__(self, world: World, person: str) -> None:
        self._world, self._person = world, person

    def ties(self) -> Sequence[Tie]:
        mine = [tie for tie in self._world.ties.known.values() if self._person in (tie.parent, tie.child)]
        return sorted(mine, key=lambda tie: tie.asked_at, reverse=True)

    def person(self, other: str) -> Person | None:
        tied = any(other in (tie.parent, tie.child) for tie in self.ties())
        return self._world.people.get(other) if tied else None

    def owner(self, phone: str) -> str:
        phones = self._world.phones.items()
        return next((who for who, known in phones if known == phone), f"owner of {phone}")

    def heard_lately(self, parent: str) -> int:
        ties = self._world.ties.known.values()
        return sum(tie.parent == parent and self._world.at - tie.asked_at < DAY for tie in ties)

    def parent_of_code(self, code: str) -> str:
        made = self._world.ties.codes.get(code)
        return made.parent if made and made.expires_at > self._world.at else ""
