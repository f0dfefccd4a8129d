"""What a manager has learned: answers to the courses' questions, and certificates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from random import Random

import msgspec

from bot.domain.course import Course, Mistake, Piece

PASSES_PERCENT = 80
"""So many of a course's questions right, each as answered last, make a certificate."""
LATELY = timedelta(days=7)
"""How far back mistakes are looked for."""
Mistakes = Mapping[Mistake, int]
"""What went wrong at a station lately, and how often; without what did not."""


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """How a person did with the question of one piece."""

    course: str
    piece: str
    right: int = 0
    wrong: int = 0
    """How often."""
    knows: bool = False
    """Whether the last answer was right."""
    at: datetime


Progress = Mapping[tuple[str, str], Answered]
"""(course, piece) → how it was answered."""


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    number: str
    person: str
    station: str
    course: str
    right: int
    """Questions known when it was given, of `pieces`."""
    pieces: int
    at: datetime


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How far somebody is in a course."""

    answered: int
    known: int
    pieces: int

    @property
    def passed(self) -> bool:
        return self.answered == self.pieces and self.known * 100 >= self.pieces * PASSES_PERCENT


def standing(course: Course, progress: Progress) -> Standing:
    told = [progress[course.key, piece.key] for piece in course.pieces if (course.key, piece.key) in progress]
    return Standing(answered=len(told), known=sum(one.knows for one in told), pieces=len(course.pieces))


def next_piece(course: Course, progress: Progress) -> Piece:
    """Where a course goes on: the first piece not answered, else the first not known, else the first."""
    return next(iter([*_fresh(course, progress), *_unknown(course.pieces, course, progress), *course.pieces]))


def following(course: Course, piece: Piece, progress: Progress) -> Piece | None:
    """What comes after a piece: one not answered yet, else the next not known; where all is known, the next. None at the end."""
    later = course.pieces[course.place(piece) :]
    unknown = _unknown(course.pieces, course, progress)
    again = _unknown(later, course, progress) if unknown else later
    return next(iter([*_fresh(course, progress), *again]), None)


def _fresh(course: Course, progress: Progress) -> list[Piece]:
    return [piece for piece in course.pieces if (course.key, piece.key) not in progress]


def _unknown(pieces: Iterable[Piece], course: Course, progress: Progress) -> list[Piece]:
    return [piece for piece in pieces if _missed(progress.get((course.key, piece.key)))]


def certificate_number(at: datetime, dice: Random) -> str:
    return f"CK{at:%y%m%d}{dice.randrange(10**5):05d}"


def drill(
    known: Iterable[Course], mistakes: Mistakes, progress: Progress, most: int = 3
) -> tuple[tuple[Course, Piece], ...]:
    """Pieces that help against the mistakes made, for the most frequent first; then those whose last answer was wrong."""
    pieces = [(course, piece) for course in known for piece in course.pieces]
    against = [
        pair
        for mistake in sorted(mistakes, key=lambda one: -mistakes[one])
        for pair in pieces
        if mistake in pair[1].helps
    ]
    missed = [pair for pair in pieces if _missed(progress.get((pair[0].key, pair[1].key)))]
    chosen = {(course.key, piece.key): (course, piece) for course, piece in [*against, *missed]}
    return tuple(chosen.values())[:most]


def needed(known: Sequence[Course], mistakes: Mistakes, progress: Progress) -> tuple[Course, ...]:
    """For each thing that went wrong the course with most against it that is not known yet; in the courses' order."""
    return needed_of(known, mistakes, {piece for piece, answer in progress.items() if answer.knows})


def needed_of(known: Sequence[Course], mistakes: Mistakes, learned: AbstractSet[tuple[str, str]]) -> tuple[Course, ...]:
    """The same, going by the (course, piece) that are known."""
    chosen = set()
    for mistake in mistakes:
        helps = [_helps(course, mistake, learned) for course in known]
        if most := max(helps, default=0):
            chosen.add(helps.index(most))
    return tuple(course for place, course in enumerate(known) if place in chosen)


def _helps(course: Course, mistake: Mistake, learned: AbstractSet[tuple[str, str]]) -> int:
    """How many pieces of a course help against a mistake and are not known yet."""
    return sum(mistake in piece.helps and (course.key, piece.key) not in learned for piece in course.pieces)


def _missed(answer: Answered | None) -> bool:
    return answer is not None and not answer.knows
