"""A table as a file to take along: csv with the mark by which spreadsheets know UTF-8, or xlsx."""

from __future__ import annotations

import csv
import io
import re

from aiohttp import web

from bot.web.insights.reports import Table, Value

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("json", "csv", "xlsx")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


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
    from openpyxl import Workbook  # few ask for a workbook, and reading it in takes a tenth of a server's start

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
    plain = _NOT_IN_XML.sub("", value)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain
