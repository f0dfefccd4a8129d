"""A table as a file to take along: csv with the mark by which spreadsheets know UTF-8, or xlsx."""

from __future__ import annotations

import csv
import io

from aiohttp import web
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from bot.web.insights.reports import Table, Value

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("json", "csv", "xlsx")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_file(table: Table, form: str, name: str) -> web.Response:
    """`form` is csv or xlsx. Words that villagers used are never taken for a formula."""
    rows: list[list[Value]] = [list(table.columns), *([_harmless(value) for value in row] for row in table.rows)]
    body, kind = (_xlsx(rows), XLSX) if form == "xlsx" else (_csv(rows), "text/csv")
    disposition = f'attachment; filename="{name}.{form}"'
    return web.Response(body=body, content_type=kind, headers={"Content-Disposition": disposition})


def _csv(rows: list[list[Value]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: list[list[Value]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _harmless(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    plain = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain
