"""What can be wrong with a file that is imported: all of it, or one row of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

import msgspec

Row = TypeVar("Row")


class BadFile(Exception):
    """Nothing of the file can be used; the text says why and how to mend it."""


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong with one row, and how to mend it."""

    line: int
    """Counted as an editor or a spreadsheet shows it: the heading is line 1."""
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.reason}"


class Reading(NamedTuple, Generic[Row]):
    """A whole file read: the good rows in the file's order, and everything that is wrong with the others."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def collect(found: Iterable[Row | Problem]) -> Reading[Row]:
    """All that an iterator of rows and problems gives. Files too big for this are read one by one."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for one in found:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            rows.append(one)
    return Reading(tuple(rows), tuple(problems))
