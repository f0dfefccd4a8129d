"""What is given on the command line: bad rows are named and nothing is half done, wrong settings are named at once."""

from __future__ import annotations

import pytest

HEAD = "sku,name,brand,category,spec,unit,price,city_price,aliases,install,merchant\n"
GOOD = "K1,千禾酱油500ml,千禾,调味/酱油,500ml,瓶,12.8,14.5,,0,粮油行\n"
BAD_ROWS = {
    3: "K2,紫林陈醋,紫林,调味/醋,800ml,瓶,七块二,8.5,,0,粮油行\n",
    4: "K1,东古酱油,东古,调味/酱油,500ml,瓶,8.6,9.9,,0,粮油行\n",
    5: "K4,,粤盐,调味/盐,350g,袋,2.2,2.8,,0,粮油行\n",
    6: "K5,容声冰箱,容声,电器/冰箱,180L,台,1199,1380,,也许,电器店\n",
    7: "K6,太古白糖,太古,调味/糖,454g,袋,-6.4,7.5,,0,粮油行\n",
}


async def test_every_bad_row_is_named_and_nothing_is_imported_until_told_to_skip(cunkou, write):
    file = write("goods.csv", HEAD + GOOD + "".join(BAD_ROWS.values()))
    status, told = await cunkou("import", "catalog", file)
    assert status
    for line in BAD_ROWS:
        assert str(line) in told
    for column in ("price", "sku", "name", "install"):
        assert column in told
    status, taken = await cunkou("import", "catalog", file, "--skip-bad")
    assert status == 0
    assert "1 article(s) imported" in taken


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [("fake.xlsx", b"PK\x03\x04 this is no workbook", ""), ("columns.csv", "名字,价钱\n酱油,9\n".encode(), "sku")],
)
async def test_a_file_that_is_no_catalogue_is_refused_with_a_reason(cunkou, tmp_path, name, content, why):
    (tmp_path / name).write_bytes(content)
    status, told = await cunkou("import", "catalog", tmp_path / name)
    assert status
    assert told
    assert why in told


async def test_a_station_whose_county_nobody_has_is_named(cunkou, write):
    columns = "code,name,level,kind,parent,province,city,county,town,village,manager_name,manager_phone,manager_wechat"
    row = "V1,石榴站,village,service,NOWHERE,河南省,南阳市,青禾县,大榆镇,石榴村,周站长,123,oManager"
    status, told = await cunkou("import", "stations", write("stations.csv", f"{columns},cutoff\n{row},25:99\n"))
    assert status
    for column in ("parent", "manager_phone", "cutoff"):
        assert column in told


async def test_every_wrong_setting_is_named_at_once(cunkou):
    wrong = {"SECRET_KEY": "short", "WECHAT_AES_KEY": "abc", "TIMEZONE": "Mars/Olympus", "KANNEL_URL": "nowhere"}
    status, told = await cunkou("check-config", **wrong)
    assert status
    for setting in ("WECHAT_AES_KEY", "TIMEZONE", "KANNEL_URL"):
        assert f"CUNKOU_{setting}" in told
