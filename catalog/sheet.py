"""Tables as shops have them: csv in UTF-8 or GB18030, or xlsx. Read row by row, so a big file needs no big memory."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

import msgspec

from catalog.problem import BadFile
from catalog.workbook import workbook_rows

MAX_BYTES = 128 * 1024 * 1024
MAX_ROWS = 1_000_000
MAX_COLUMNS = 64
MAX_CELL = 10_000
"""Characters: far beyond any field, so that an unclosed quote is found soon."""
PROGRESS_EVERY = 1000
SAMPLE = 1024 * 1024
"""Bytes looked at to tell one encoding from another."""

Progress = Callable[[int], None]
"""Called now and then with the number of rows read so far."""


class SheetRow(NamedTuple):
    line: int
    cells: Mapping[str, str]
    """By column, stripped; every column of the heading is there."""
    surplus: bool
    """The row holds more cells than the heading: somewhere a comma stands unquoted."""


class Columns(msgspec.Struct, frozen=True):
    """The columns a file may have, in the order they are documented."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        return (*self.required, *self.optional)


def sheet_rows(path: Path, columns: Columns, progress: Progress | None = None) -> Iterator[SheetRow]:
    """The rows below the heading that are not blank. Raises BadFile, at once or while iterating."""
    lines = _lines(path)
    first = next(lines, None)
    if first is None:
        raise BadFile(f"{path.name} is empty; its first row must name the columns: {', '.join(columns.required)} …")
    heading = _heading(first[1], columns)
    read = 0
    for line, cells in lines:
        read += 1
        if read > MAX_ROWS:
            raise BadFile(f"{path.name} has more than {MAX_ROWS} rows; split it into several files")
        if progress and read % PROGRESS_EVERY == 0:
            progress(read)
        yield SheetRow(line, _by_column(heading, cells), surplus=any(cells[len(heading) :]))
    if progress:
        progress(read)


def _by_column(heading: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {name: cells[place] if place < len(cells) else "" for place, name in enumerate(heading)}


def _heading(cells: Sequence[str], columns: Columns) -> list[str]:
    heading = [unicodedata.normalize("NFKC", cell).casefold() for cell in cells]
    while heading and not heading[-1]:
        heading.pop()
    twice = {name for name in heading if name and heading.count(name) > 1}
    if twice:
        raise BadFile(f"the heading names {', '.join(sorted(twice))} more than once; each column may stand there once")
    absent = [name for name in columns.known if name not in heading]
    hints = [_hint(name, absent) for name in heading if name not in columns.known]
    missing = [name for name in columns.required if name in absent]
    if missing:
        raise BadFile(f"the heading lacks {', '.join(missing)}; {''.join(hints)}it reads: {', '.join(heading)}")
    if any(hints):
        raise BadFile("".join(hints).rstrip("; "))
    return heading


def _hint(name: str, absent: Sequence[str]) -> str:
    """A column nobody knows is passed over, unless it looks like one that is missing: then a slip would lose data."""
    near = get_close_matches(name, absent, n=1, cutoff=0.8)
    return f"'{name}' in the heading looks like {near[0]}: please rename it; " if near else ""


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with the line each begins on."""
    rows = _workbook(path) if _kind(path) == "xlsx" else _text_rows(path)
    for line, cells in rows:
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            yield line, stripped


def _workbook(path: Path) -> Iterator[tuple[int, list[str]]]:
    return workbook_rows(path, max_columns=MAX_COLUMNS)


def _kind(path: Path) -> str:
    """By what the file begins with, for names lie. Raises BadFile for what is no table."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8192)
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}") from error
    if size > MAX_BYTES:
        raise BadFile(f"{path.name} is bigger than {MAX_BYTES // 2**20} MB; split it into several files")
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadFile(
            f"{path.name} is an old .xls or is protected by a password; save it as .xlsx without password, or as csv"
        )
    if b"\0" in start:
        raise BadFile(f"{path.name} is not a table; save it as .xlsx, or as csv in UTF-8")
    return "csv"


def _text_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter(file.readline())
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        line = 1
        try:
            for cells in reader:
                _bounded(path, line, cells)
                yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise BadFile(
                f"{path.name} cannot be read from line {line} on ({error}); is a quotation mark left open there?"
            ) from error


def _bounded(path: Path, line: int, cells: Sequence[str]) -> None:
    if len(cells) > MAX_COLUMNS:
        raise BadFile(f"line {line} of {path.name} has {len(cells)} columns; is it a table?")
    if any(len(cell) > MAX_CELL for cell in cells):
        raise BadFile(
            f"line {line} of {path.name} has a text of more than {MAX_CELL} characters; is a quote left open?"
        )


def _delimiter(heading: str) -> str:
    return max(",\t;", key=heading.count)


def _encoding(path: Path) -> str:
    """The encoding in which the whole file reads. Raises BadFile where none does, and for UTF-8 that was damaged: most of
    it would read as GB18030 too, as nonsense.
    """
    damaged = _undecodable(path, "utf-8-sig")
    if damaged is None:
        return "utf-8-sig"
    if _meant_as_utf8(path):
        raise BadFile(f"{path.name} is written in UTF-8 but damaged on line {damaged}; type that line anew")
    if _undecodable(path, "gb18030") is None:
        return "gb18030"
    raise BadFile(f"{path.name} is written neither in UTF-8 nor in GB18030; save it as csv in UTF-8")


def _undecodable(path: Path, encoding: str) -> int | None:
    """The first line that does not decode. No character of either encoding holds a line end's byte."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                return number
    return None


def _meant_as_utf8(path: Path) -> bool:
    """Whether more of what is not ASCII decodes than does not. Of GB18030 hardly a character is valid UTF-8."""
    with path.open("rb") as file:
        text = file.read(SAMPLE).decode("utf-8", errors="replace")
    wrong = text.count("\N{REPLACEMENT CHARACTER}")
    return sum(not character.isascii() for character in text) > 2 * wrong
