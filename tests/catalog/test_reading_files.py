"""Files of every kind a shop may hand in: encodings, workbooks, and what is no table at all."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from catalog.problem import BadFile
from catalog.reading import read_catalog
from catalog.sheet import Columns, sheet_rows

HEADING = "sku,name,unit,price"
TABLE = f"{HEADING}\nA1,陈醋,瓶,7.5\nA2,精盐,袋,2\n"
COLUMNS = Columns(required=("code",), optional=("text",))


def file(folder: Path, content: bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def workbook(folder: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "file.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TABLE.encode(), id="UTF-8"),
        pytest.param(TABLE.encode("utf-8-sig"), id="UTF-8 with BOM"),
        pytest.param(TABLE.encode("gb18030"), id="GB18030"),
        pytest.param(TABLE.encode("gbk"), id="GBK"),
        pytest.param(TABLE.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(TABLE.replace(",", "\t").encode(), id="tabs"),
        pytest.param(TABLE.replace(",", ";").encode(), id="semicolons"),
        pytest.param(TABLE.replace("sku", "ＳＫＵ").encode(), id="full-width heading"),
        pytest.param(TABLE.replace("\n", ",,\n").encode(), id="blank columns at the end"),
        pytest.param(TABLE.rstrip().encode(), id="no line end at the end"),
    ],
)
def test_a_csv_is_read_as_shops_save_it(tmp_path, content):
    rows, problems = read_catalog(file(tmp_path, content))
    assert not problems
    assert [(row.sku, row.name, row.price_fen) for row in rows] == [("A1", "陈醋", 750), ("A2", "精盐", 200)]


def test_a_workbook_is_read_like_a_csv(tmp_path):
    path = workbook(
        tmp_path,
        ["sku", "name", "unit", "price", "install"],
        ["A1", "陈醋", "瓶", 7.5, True],
        [],
        [1002, "精盐", "袋", 0.1 + 0.2, 0],
    )
    rows, problems = read_catalog(path)
    assert not problems
    assert [(row.sku, row.price_fen, row.install) for row in rows] == [("A1", 750, True), ("1002", 30, False)]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (13900000101, "13900000101"),
        (13900000101.0, "13900000101"),
        (dt.time(16, 30), "16:30"),
        (dt.datetime(2026, 11, 25, tzinfo=None), "2026-11-25"),  # noqa: DTZ001 – workbooks know no zones
        (False, "0"),
        ("  村 ", "村"),
    ],
    ids=str,
)
def test_a_workbook_cell_reads_as_it_shows(tmp_path, cell, text):
    (row,) = sheet_rows(workbook(tmp_path, ["code", "text"], ["x", cell]), COLUMNS)
    assert row.cells["text"] == text


def test_a_workbook_row_is_counted_as_the_spreadsheet_shows_it(tmp_path):
    path = workbook(tmp_path, ["sku", "name", "unit", "price"], [], ["A1", "陈醋", "瓶", "much"])
    _, problems = read_catalog(path)
    assert [(problem.line, problem.column) for problem in problems] == [(3, "price")]


def zipped(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return packed.getvalue()


def bomb() -> bytes:
    """A zip whose table of contents tells of a gigabyte, as a bomb's does."""
    packed = bytearray(zipped(xl__workbook_xml=b"<x/>"))
    entry = packed.index(b"PK\x01\x02")
    struct.pack_into("<L", packed, entry + 24, 2**30)
    return bytes(packed)


def locked() -> bytes:
    packed = bytearray(zipped(xl__workbook_xml=b"<x/>"))
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(packed)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "is empty", id="nothing"),
        pytest.param(b"\n\n \n", "is empty", id="blank lines"),
        pytest.param(b"sku,name\nA1,x\n", "lacks unit, price", id="columns missing"),
        pytest.param(b"hello\n", "lacks sku, name, unit, price", id="no heading"),
        pytest.param(f"{HEADING},sku\n".encode(), "names sku more than once", id="column twice"),
        pytest.param(f"{HEADING},alias\n".encode(), "'alias' in the heading looks like aliases", id="column misspelt"),
        pytest.param(b"sku,name,units,price\n", "'units' in the heading looks like unit", id="needed column misspelt"),
        pytest.param(f'{HEADING}\nA1,"vinegar,x,7\n'.encode(), "from line 2 on", id="quote left open"),
        pytest.param(f"{HEADING}\nA1,{'x' * 10_001},x,7\n".encode(), "line 2", id="endless cell"),
        pytest.param(f"{HEADING}\n{'x,' * 70}\n".encode(), "71 columns", id="too many columns"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a table", id="picture"),
        pytest.param(b"sku,\xff\xff\xff\n", "neither in UTF-8 nor in GB18030", id="unknown encoding"),
        pytest.param(TABLE.encode().replace(b"\x8b", b"\xff", 1), "damaged on line 2", id="damaged UTF-8"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password", id="old xls or password"),
        pytest.param(b"PK\x03\x04 but then nothing", "damaged zip", id="cut-off zip"),
        pytest.param(zipped(a_xml=b"<x/>"), "no xlsx", id="some other zip"),
        pytest.param(zipped(xl__workbook_xml=b"<x"), "is damaged", id="broken workbook"),
        pytest.param(bomb(), "zip bomb", id="zip bomb"),
        pytest.param(locked(), "password", id="zip with password"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(tmp_path, content, says):
    with pytest.raises(BadFile, match=says):
        read_catalog(file(tmp_path, content))


def test_a_workbook_that_swells_by_entities_is_refused(tmp_path):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = (
        f'<!DOCTYPE worksheet [<!ENTITY l0 "{"ha" * 50}">{laughs}]><worksheet><sheetData>&l9;</sheetData></worksheet>'
    )
    swollen = io.BytesIO()
    with zipfile.ZipFile(workbook(tmp_path, ["sku"])) as sound, zipfile.ZipFile(swollen, "w") as archive:
        for part in sound.namelist():
            archive.writestr(part, sheet if part.endswith("sheet1.xml") else sound.read(part))
    with pytest.raises(BadFile, match="is damaged"):
        read_catalog(file(tmp_path, swollen.getvalue(), "swollen.xlsx"))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadFile, match=r"nowhere\.csv"):
        read_catalog(tmp_path / "nowhere.csv")


def test_columns_nobody_knows_are_passed_over(tmp_path):
    rows, problems = read_catalog(file(tmp_path, f"{HEADING},shelf,remark\nA1,陈醋,瓶,7,B3,ok\n".encode()))
    assert (len(rows), problems) == (1, ())


def test_a_row_far_below_the_table_does_not_keep_the_reader_busy(tmp_path):
    book = Workbook()
    book.active.append(["sku", "name", "unit", "price"])
    book.active.cell(row=900_000, column=1, value="A1")
    book.save(tmp_path / "file.xlsx")
    with pytest.raises(BadFile, match="blank rows"):
        read_catalog(tmp_path / "file.xlsx")


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_follows_the_heading_is_read_or_refused_but_never_breaks(tmp_path, rest):
    try:
        rows, _ = read_catalog(file(tmp_path, f"{HEADING}\n".encode() + rest))
    except BadFile:
        return
    assert all(row.sku and row.name and row.unit and row.price_fen > 0 for row in rows)


@given(st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_workbook_is_read_or_refused_but_never_breaks(tmp_path, data):
    whole = tmp_path / "file.xlsx"
    if not whole.exists():
        workbook(tmp_path, ["sku", "name", "unit", "price"], ["A1", "陈醋", "瓶", 7.5])
    damaged = bytearray(whole.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(4, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        rows, problems = read_catalog(file(tmp_path, bytes(damaged), "damaged.xlsx"))
    except BadFile:
        return
    assert len(rows) <= 1
    assert all(problem.line >= 2 for problem in problems)
