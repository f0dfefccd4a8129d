"""xlsx as rows of text. An xlsx is a zip of XML from a stranger: everything is bounded before it is opened."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from catalog.problem import BadFile

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_PARTS = 1000
MAX_UNPACKED = 512 * 1024 * 1024
MAX_LINE = 1_048_576
"""The last row a spreadsheet can have; a row number beyond it is an attack."""
MAX_BLANK_RUN = 10_000
"""A file whose next row stands further down than this is not a table but a trap."""


def workbook_rows(path: Path, *, max_columns: int) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of the first sheet; a formula counts by the value last seen. Raises BadFile."""
    _check_archive(path)
    try:
        yield from _rows(path, max_columns)
    except BadFile:
        raise
    except Exception as error:  # openpyxl lets anything escape from a file that is no sound workbook
        raise BadFile(f"{path.name} is damaged and cannot be read; save it anew as .xlsx, or as csv") from error


def _rows(path: Path, max_columns: int) -> Iterator[tuple[int, list[str]]]:
    # Opened here, because openpyxl leaves the file open when it cannot read it.
    with path.open("rb") as file, closing(_book(file)) as book:
        if not book.worksheets:
            raise BadFile(f"{path.name} has no sheet with a table")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MAX_LINE, max_col=max_columns, values_only=True)
        yield from _until_blank(path, rows)


def _book(file: BinaryIO) -> Workbook:
    from openpyxl import load_workbook  # most files are csv, and this takes as long to read in as the database

    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions it does not keep; nothing is written back here.
        warnings.simplefilter("ignore")
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _until_blank(path: Path, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, list[str]]]:
    blank = 0
    for line, cells in enumerate(rows, start=1):
        if all(cell is None for cell in cells):
            blank += 1
            if blank > MAX_BLANK_RUN:
                raise BadFile(f"{path.name} has more than {MAX_BLANK_RUN} blank rows up to line {line}; delete them")
            continue
        blank = 0
        yield line, [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    """What the cell shows. Numbers come as floats: 9.9 is `9.9` and a phone number keeps all its digits."""
    match cell:
        case None:
            return ""
        case bool():
            return str(int(cell))
        case float():
            # Spreadsheets hold 15 digits; what lies beyond is noise of the binary form (0.1+0.2).
            return f"{Decimal(f'{cell:.15g}'):f}"
        case datetime() if cell.time() == time():
            return f"{cell:%Y-%m-%d}"
        case datetime() | time():
            return f"{cell:%H:%M}"
        case date():
            return f"{cell:%Y-%m-%d}"
        case _:
            return str(cell)


def _check_archive(path: Path) -> None:
    """Raise BadFile unless the zip is a workbook of sane size, as its own table of contents tells: zipfile stops
    reading a part at the size told there.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:  # NotImplementedError: a newer zip
        raise BadFile(f"{path.name} is a damaged zip, not an xlsx; save it anew") from error
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise BadFile(f"{path.name} is a zip but no xlsx; unpack it, or save the table as .xlsx or csv")
    if any(part.flag_bits & 1 for part in parts):
        raise BadFile(f"{path.name} is protected by a password; save it without one")
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
        raise BadFile(
            f"{path.name} would unpack to {unpacked // 2**20} MB in {len(parts)} parts: refused as a zip bomb"
        )
