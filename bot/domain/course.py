"""Courses for those who run a station: pieces of two minutes, each with a question. Data: `config/courses/*.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from config.data import HERE, read_yaml

FOLDER = HERE / "courses"
Mistake = Literal["late_alerts", "wrong_codes", "overdue", "unreported", "complaints"]
"""What happens at a station where something is not known yet."""
LONGEST_TEXT, LONGEST_QUESTION, LONGEST_WHY = 280, 60, 60
"""Characters."""
LONGEST_TITLE, LONGEST_SENTENCE = 12, 100
FEWEST_PIECES, MOST_PIECES = 4, 6
MOST_CHOICES = 4


class BadCourse(ValueError):
    """A course file is not as config/courses/README.md says; the message names the file and everything that is wrong."""


class Piece(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    """Progress is kept by it."""
    title: str
    text: str
    ask: str
    choices: tuple[str, ...]
    right: int
    """Number of the right choice, from 1."""
    why: str
    helps: tuple[Mistake, ...] = ()


class Course(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    number: int
    """Its place on the list."""
    title: str
    pieces: tuple[Piece, ...]
    key: str = ""
    """The file's name."""

    def piece(self, key: str) -> Piece | None:
        return next((piece for piece in self.pieces if piece.key == key), None)

    def place(self, piece: Piece) -> int:
        """The piece's number in the course, from 1."""
        return self.pieces.index(piece) + 1


@cache
def courses() -> tuple[Course, ...]:
    """All courses, by their numbers. Raises BadCourse."""
    found = [course_of(path.stem, read_yaml(f"courses/{path.name}")) for path in FOLDER.glob("*.yaml")]
    return in_order(found)


def course(key: str) -> Course | None:
    return next((one for one in courses() if one.key == key), None)


def read_course(path: Path) -> Course:
    """A course from a file. Raises BadCourse."""
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadCourse(f"{path.name}: this is no YAML in UTF-8: {error}") from error
    return course_of(path.stem, said)


def course_of(key: str, said: Any) -> Course:
    """A course as its file says it. Raises BadCourse."""
    try:
        made = msgspec.structs.replace(msgspec.convert(said, Course), key=key)
    except msgspec.ValidationError as error:
        raise BadCourse(f"{key}.yaml: {error}") from error
    if troubles := [*_troubles(made)]:
        raise BadCourse(f"{key}.yaml: " + "; ".join(troubles))
    return made


def in_order(found: list[Course]) -> tuple[Course, ...]:
    """Courses by their numbers. Raises BadCourse where two have the same."""
    ordered = sorted(found, key=lambda one: one.number)
    for before, after in pairwise(ordered):
        if before.number == after.number:
            raise BadCourse(f"{before.key}.yaml and {after.key}.yaml are both number {after.number}")
    return tuple(ordered)


def _troubles(made: Course) -> Iterator[str]:
    if made.number < 1:
        yield "number must be 1 or more"
    if not 0 < len(made.title) <= LONGEST_TITLE:
        yield f"title must have 1 to {LONGEST_TITLE} characters"
    if not FEWEST_PIECES <= len(made.pieces) <= MOST_PIECES:
        yield f"a course has {FEWEST_PIECES} to {MOST_PIECES} pieces, this one {len(made.pieces)}"
    keys = [piece.key for piece in made.pieces]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"two pieces have the key {key!r}"
    for piece in made.pieces:
        yield from (f"piece {piece.key!r}: {trouble}" for trouble in _troubles_of(piece))


def _troubles_of(piece: Piece) -> Iterator[str]:
    if not (piece.key.isascii() and piece.key.replace("_", "").isalnum() and len(piece.key) <= 40):  # noqa: PLR2004 - the column's width
        yield "key must be ASCII letters, digits and _, 40 at most"
    most = {"title": LONGEST_TITLE, "text": LONGEST_TEXT, "ask": LONGEST_QUESTION, "why": LONGEST_WHY}
    for field, length in most.items():
        if not 0 < len(getattr(piece, field).strip()) <= length:
            yield f"{field} must have 1 to {length} characters, it has {len(getattr(piece, field))}"
    if any(len(sentence) > LONGEST_SENTENCE for sentence in sentences(piece.text)):
        yield f"a sentence of text has more than {LONGEST_SENTENCE} characters, which no SMS holds"
    yield from _troubles_of_choices(piece)


def _troubles_of_choices(piece: Piece) -> Iterator[str]:
    if not 2 <= len(piece.choices) <= MOST_CHOICES:  # noqa: PLR2004 - one alone is no choice
        yield f"choices must be 2 to {MOST_CHOICES}"
    if len(set(piece.choices)) != len(piece.choices):
        yield "two choices are the same"
    if not 1 <= piece.right <= len(piece.choices):
        yield f"right is {piece.right}, but there are {len(piece.choices)} choices"


def sentences(text: str) -> list[str]:
    """A text cut after its stops, each with its closing quote."""
    cut: list[str] = []
    for char in text.replace("\n", ""):
        starts = not cut or (cut[-1].rstrip("”")[-1:] in "。！？" and char != "”")
        if starts:
            cut.append(char)
        else:
            cut[-1] += char
    return cut


def in_parts(text: str, most: int = LONGEST_SENTENCE) -> tuple[str, ...]:
    """A text in parts of `most` characters, cut after sentences: as SMS tells it."""
    parts: list[str] = []
    for sentence in sentences(text):
        if parts and len(parts[-1]) + len(sentence) <= most:
            parts[-1] += sentence
        else:
            parts.append(sentence)
    return tuple(parts)
