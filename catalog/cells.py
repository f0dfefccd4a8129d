"""The cells of one row as values. Whatever is wrong is noted, so that one pass names all of a row's problems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from catalog.problem import Problem
from catalog.sheet import SheetRow

Value = TypeVar("Value")

_NUMBER = re.compile(r"[+-]?(?:\d{1,20}(?:\.\d{0,10})?|\.\d{1,10})", re.ASCII)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Unicode categories of characters that nobody sees: controls, formats (zero width), private use, line separators."""
MAX_SHOWN = 20


class Cells:
    """One row being read. Every method gives a usable value, and notes a Problem where the cell holds none."""

    def __init__(self, row: SheetRow) -> None:
        self.line = row.line
        self.problems: list[Problem] = []
        self._cells = row.cells
        if row.surplus:
            self.problem("row", "more cells than the heading has columns; put a text with a comma into quotes")

    def problem(self, column: str, reason: str) -> None:
        self.problems.append(Problem(self.line, column, reason))

    def text(self, column: str, *, limit: int, required: bool = False) -> str:
        """At most `limit` characters of visible text."""
        text = unicodedata.normalize("NFC", self._cells.get(column, ""))
        if required and not text:
            self.problem(column, "missing")
        if len(text) > limit:
            self.problem(column, f"{len(text)} characters; {limit} are the most")
        if not text.isprintable():
            self._check_visible(column, text)
        return text

    def _check_visible(self, column: str, text: str) -> None:
        for place, character in enumerate(text, start=1):
            if unicodedata.category(character) in _INVISIBLE:
                self.problem(column, f"an invisible character U+{ord(character):04X} at place {place}; delete it")
                return

    def code(self, column: str, *, limit: int, required: bool = False) -> str:
        """A sku or station code: one word. Full-width letters are made narrow."""
        code = unicodedata.normalize("NFKC", self.text(column, limit=limit, required=required))
        if any(character.isspace() for character in code):
            self.problem(column, f"'{shorten(code)}' has a space in it; write a code as one word")
        return code

    def plain(self, column: str) -> str:
        """The cell with full-width digits and signs made narrow: for numbers, flags, times."""
        return unicodedata.normalize("NFKC", self._cells.get(column, "")).strip()

    def number(
        self, column: str, *, least: Decimal, most: Decimal, places: int, required: bool = False
    ) -> Decimal | None:
        """A number from `least` to `most` with at most `places` decimals; None where the cell is blank or wrong."""
        text = self.plain(column)
        if not text:
            if required:
                self.problem(column, "missing; write a number")
            return None
        if not _NUMBER.fullmatch(text):
            self.problem(column, f"'{shorten(text)}' is no number; write digits alone, like 12.5")
            return None
        value = Decimal(text)
        if value != round(value, places):
            self.problem(column, f"{shorten(text)} has too many decimals; {places} are the most")
            return None
        if not least <= value <= most:
            self.problem(column, f"{shorten(text)} cannot be right; it must be from {least} to {most}")
            return None
        return value

    def choice(self, column: str, meanings: dict[str, Value]) -> Value:
        """What the cell means; the first meaning where it is wrong. `""` among the keys allows a blank."""
        text = self.plain(column).casefold()
        if text not in meanings:
            wanted = " or ".join(filter(None, meanings))
            self.problem(
                column, f"'{shorten(text)}' is not known; write {wanted}" if text else f"missing; write {wanted}"
            )
            return next(iter(meanings.values()))
        return meanings[text]

    def parsed(self, column: str, parse: Callable[[str], Value], otherwise: Value) -> Value:
        """A blank is `otherwise`; so is what `parse` refuses with a ValueError, whose text becomes the problem."""
        text = self.plain(column)
        if not text:
            return otherwise
        try:
            return parse(text)
        except ValueError as error:
            self.problem(column, str(error))
            return otherwise


def shorten(text: str) -> str:
    """A cell quoted in a problem: never longer than a line can bear."""
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


class Seen:
    """Keys met so far in a file, to name both lines where one comes twice."""

    def __init__(self) -> None:
        self._lines: dict[object, int] = {}

    def note(self, cells: Cells, column: str, key: object, what: str) -> None:
        """Note a key; `what` names it in the problem. A blank one was complained of already."""
        if not what:
            return
        first = self._lines.setdefault(key, cells.line)
        if first != cells.line:
            cells.problem(column, f"{shorten(what)} stands already on line {first}; keep one of the two")
