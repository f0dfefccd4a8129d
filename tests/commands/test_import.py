"""`cunkou import` as people call it: all or nothing, every bad row named, repeatable."""

from __future__ import annotations

import sqlite3

import pytest

from config.data import HERE

GOOD = "sku,name,unit,price,stock\nA1,井盐 400g,袋,2.5,\nA2,米醋 500ml,瓶,6.8,40\n"
STATIONS = "code,name,level,village,manager_phone,cutoff\nLH01,柳河站,village,柳河村,13900000001,16:00\n"


def rows(tmp_path, query):
    with sqlite3.connect(tmp_path / "data" / "cunkou.db") as db:
        return db.execute(query).fetchall()


async def test_the_sample_files_import_and_import_again(cunkou, tmp_path):
    for kind in ("catalog", "stations", "stock", "catalog"):
        status, said = await cunkou("import", kind, HERE / "sample" / f"{kind}.csv")
        assert status == 0, said
    assert rows(tmp_path, "SELECT count(*) FROM products") == [(408,)]
    assert rows(tmp_path, "SELECT count(*) FROM stations") == [(23,)]


async def test_one_bad_row_keeps_all_out_and_is_named(cunkou, write, tmp_path):
    status, said = await cunkou("import", "catalog", write("c.csv", GOOD + "A3,面条,把,free,\nA1,盐,袋,2,\n"))
    assert status == 2
    assert "line 4, price:" in said
    assert "line 5, sku:" in said
    assert rows(tmp_path, "SELECT count(*) FROM products") == [(0,)]


async def test_with_skip_bad_the_others_come_in(cunkou, write, tmp_path):
    status, said = await cunkou("import", "catalog", "--skip-bad", write("c.csv", GOOD + "A3,面条,把,free,\n"))
    assert status == 0
    assert "line 4, price:" in said
    assert rows(tmp_path, "SELECT sku FROM products ORDER BY sku") == [("A1",), ("A2",)]


async def test_replace_withdraws_what_the_file_lacks(cunkou, write, tmp_path):
    await cunkou("import", "catalog", write("c.csv", GOOD))
    status, _ = await cunkou("import", "catalog", "--replace", write("d.csv", "sku,name,unit,price\nA2,米醋,瓶,7\n"))
    assert status == 0
    assert rows(tmp_path, "SELECT sku, withdrawn, price_fen FROM products ORDER BY sku") == [
        ("A1", 1, 250),
        ("A2", 0, 700),
    ]


async def test_stock_of_a_station_nobody_has_is_named(cunkou, write):
    await cunkou("import", "catalog", write("c.csv", GOOD))
    await cunkou("import", "stations", write("s.csv", STATIONS))
    status, said = await cunkou("import", "stock", write("t.csv", "station,sku,quantity\nLH99,A1,3\nLH01,A9,3\n"))
    assert status == 2
    assert "LH99" in said
    assert "A9" in said


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [("c.csv", "", "empty"), ("c.csv", "a,b\n1,2\n", "sku"), ("c.xlsx", "no table", "lacks sku")],
)
async def test_a_file_of_no_use_is_refused(cunkou, write, name, text, named):
    status, said = await cunkou("import", "catalog", write(name, text))
    assert status == 2
    assert "Nothing was imported" in said
    assert named in said


async def test_a_manager_phone_is_sealed_in_the_database(cunkou, write, tmp_path):
    await cunkou("import", "stations", write("s.csv", STATIONS))
    assert rows(tmp_path, "SELECT count(*) FROM stations") == [(1,)]
    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("cunkou.db*"))
    assert "柳河站".encode() in stored
    assert b"13900000001" not in stored


async def test_installation_teams_are_imported_and_bad_ones_named(cunkou, write):
    good = write(
        "teams.csv", "county,name,phone,half_day_capacity,weekdays\n青石县,老马班,13900000009,6,一二三四五六\n"
    )
    code, said = await cunkou("import", "teams", good)
    assert (code, "1 installation team(s)" in said) == (0, True)
    bad = write("bad.csv", "county,half_day_capacity,phone\n青石县,many,1\n河湾县,3,\n河湾县,4,\n")
    code, said = await cunkou("import", "teams", bad)
    assert code == 2
    assert all(word in said for word in ("half_day_capacity", "phone", "河湾县", "Nothing was imported"))


async def test_villages_come_from_a_file_and_know_their_stations(cunkou, write, tmp_path):
    await cunkou("import", "stations", write("s.csv", STATIONS))
    villages = "code,name,town,county,city,province,station\n1,和平村委会,柳河镇,青石县,,,LH01\n2,上河村,,,,,LH99\n"
    status, said = await cunkou("import", "villages", write("v.csv", villages))
    assert status == 2
    assert "line 3, station:" in said
    status, _ = await cunkou("import", "villages", "--skip-bad", tmp_path / "v.csv")
    assert status == 0
    assert rows(tmp_path, "SELECT name, station FROM villages") == [("和平村", "LH01")]
    await cunkou("import", "villages", "--replace", write("w.csv", "code,name\n3,上河村\n"))
    assert rows(tmp_path, "SELECT code FROM villages") == [("3",)]


async def test_one_bad_station_keeps_thousands_out(cunkou, write, tmp_path):
    many = "".join(f"S{n},站,village,村,,\n" for n in range(1500))
    status, said = await cunkou("import", "stations", write("s.csv", STATIONS + many + "S7,站,village,村,,\n"))
    assert status == 2
    assert "stands already on line" in said
    assert rows(tmp_path, "SELECT count(*) FROM stations") == [(0,)]
