"""The network's files: stations with their parents, and what stands on the shelves."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.network import ShelfCount, Standing, each_station, read_stations, read_stock
from bot.domain.people import Station
from catalog.problem import BadFile

COLUMNS = (
    "code,name,level,kind,parent,province,city,county,town,village,manager_name,manager_phone,manager_wechat,cutoff"
)


def row(code: str = "V1", **cells: str) -> str:
    values = dict.fromkeys(COLUMNS.split(","), "") | {"code": code, "name": "杨柳站"} | cells
    return ",".join(values.values())


def written(folder: Path, *rows: str, heading: str = COLUMNS) -> Path:
    path = folder / "file.csv"
    path.write_text("\n".join((heading, *rows, "")), encoding="utf-8")
    return path


def test_a_row_becomes_a_station(tmp_path):
    whole = row(
        level="village", kind="select", parent="T1", province="山西省", city="临汾市", county="河湾县", town="柳河镇",
        village="杨柳村", manager_name="张秀兰", manager_phone="139 0000 0103", manager_wechat="oA-b_1", cutoff="9:30",
    )  # fmt: skip  # a table, a row a line
    (station, _), problems = read_stations(written(tmp_path, whole, row("T1", level="town")))
    assert not problems
    assert station == Station(
        code="V1", name="杨柳站", kind="select", parent="T1", province="山西省", city="临汾市", county="河湾县",
        town="柳河镇", village="杨柳村", manager_name="张秀兰", manager_phone="+8613900000103",
        manager_wechat="oA-b_1", cutoff=dt.time(9, 30),
    )  # fmt: skip  # a table, a row a line


def test_what_is_left_blank_has_its_usual_value(tmp_path):
    (station,), problems = read_stations(written(tmp_path, "V1,杨柳站", heading="code,name"))
    assert not problems
    assert station == Station(code="V1", name="杨柳站", level="village", kind="service", cutoff=dt.time(16, 0))


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"code": ""}, "code", "missing"),
        ({"code": "杨柳"}, "code", "WeChat QR"),
        ({"code": "V" * 65}, "code", "65 characters"),
        ({"name": ""}, "name", "missing"),
        ({"level": "hamlet"}, "level", "write village or town or county"),
        ({"kind": "shop"}, "kind", "write service or select"),
        ({"parent": "V1"}, "parent", "own parent"),
        ({"parent": "T9"}, "parent", "no station T9"),
        ({"parent": "V0"}, "parent", "is a village"),
        ({"level": "county", "parent": "T1"}, "parent", "is a town"),
        ({"manager_phone": "12345"}, "manager_phone", "no mobile number"),
        ({"manager_phone": "1390000010x"}, "manager_phone", "no mobile number"),
        ({"manager_wechat": "张秀兰"}, "manager_wechat", "no openid"),
        ({"cutoff": "25:00"}, "cutoff", "no time of day"),
        ({"cutoff": "noon"}, "cutoff", "no time of day"),
        ({"village": "杨\u202e柳"}, "village", "U+202E"),
    ],
    ids=str,
)
def test_a_bad_cell_is_named(tmp_path, cells, column, says):
    path = written(tmp_path, row("V0"), row("T1", level="town"), row(**cells))
    stations, problems = read_stations(path)
    assert [station.code for station in stations] == ["V0", "T1"]
    assert [(problem.line, problem.column) for problem in problems] == [(4, column)]
    assert says in problems[0].reason


def test_a_ring_of_parents_is_refused(tmp_path):
    path = written(tmp_path, row("A", level="town", parent="B"), row("B", level="town", parent="A"))
    stations, problems = read_stations(path)
    assert not stations
    assert [problem.line for problem in problems] == [2, 3]


def test_a_code_that_comes_twice_names_both_lines(tmp_path):
    _, problems = read_stations(written(tmp_path, row(), row("V2"), row(name="柳河站")))
    assert [(problem.line, problem.column) for problem in problems] == [(4, "code")]
    assert "line 2" in problems[0].reason


def test_a_station_stored_earlier_may_be_a_parent(tmp_path):
    path = written(tmp_path, row(parent="T1"))
    assert read_stations(path).problems
    assert not read_stations(path, Standing(levels={"T1": "town"})).problems


def test_a_closed_station_stays_closed_where_the_file_does_not_say(tmp_path):
    standing = Standing(levels={"V1": "village"}, closed={"V1"})
    assert read_stations(written(tmp_path, row()), standing).rows[0].status == "closed"
    opened = written(tmp_path, row() + ",open", heading=f"{COLUMNS},status")
    assert read_stations(opened, standing).rows[0].status == "open"


def test_a_station_that_people_use_is_not_closed_by_a_file(tmp_path):
    closing = written(tmp_path, row() + ",closed", heading=f"{COLUMNS},status")
    assert read_stations(closing).rows[0].status == "closed"
    (problem,) = read_stations(closing, Standing(in_use={"V1"})).problems
    assert problem.column == "status"
    assert "close-station V1 --move-to" in problem.reason


def test_the_timetable_and_the_place_of_a_station_are_read(tmp_path):
    cells = ",8:00-20:00,周一 周四,30.25,114.5"
    station = read_stations(written(tmp_path, row() + cells, heading=f"{COLUMNS},hours,lorry_days,lat,lng")).rows[0]
    assert (station.hours, station.lorry_days) == ("08:00-20:00", (1, 4))
    assert (station.lat, station.lng) == (30.25, 114.5)


def test_a_great_network_is_read_in_little_memory(tmp_path):
    path = written(tmp_path, row("T1", level="town"), *(row(f"V{n:06}", parent="T1") for n in range(20_000)))
    tracemalloc.start()
    try:
        found = sum(isinstance(station, Station) for station in each_station(path))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == 20_001
    assert peak < 20_001 * 500


def test_counts_are_read(tmp_path):
    path = written(tmp_path, "V1,A1,12.5", "V2,A1,0", heading="station,sku,quantity")
    assert read_stock(path).rows == (ShelfCount("V1", "A1", Decimal("12.5")), ShelfCount("V2", "A1", Decimal(0)))


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        (",A1,1", "station", "missing"),
        ("V1,,1", "sku", "missing"),
        ("V1,A1,", "quantity", "missing"),
        ("V1,A1,six", "quantity", "no number"),
        ("V1,A1,-1", "quantity", "cannot be right"),
        ("V9,A1,1", "station", "import the stations first"),
        ("V1,A9,1", "sku", "import the catalogue first"),
        ("V1,A2,1", "sku", "A2 of V1 stands already on line 2"),
    ],
    ids=str,
)
def test_a_bad_count_is_named(tmp_path, line, column, says):
    path = written(tmp_path, "V1,A2,1", line, heading="station,sku,quantity")
    counts, problems = read_stock(path, stations={"V1"}, skus={"A1", "A2"})
    assert len(counts) == 1
    assert [(problem.line, problem.column) for problem in problems] == [(3, column)]
    assert says in problems[0].reason


def test_a_catalogue_is_no_stations_file(tmp_path):
    with pytest.raises(BadFile, match="lacks code"):
        read_stations(written(tmp_path, heading="sku,name,unit,price"))
