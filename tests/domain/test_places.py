"""Which village somebody means, by name, by ear and in pinyin."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Station
from bot.domain.places import MOST_NAMED, is_named, keys_said, place_keys, rank


def station(code, village, town="柳河镇", county="河湾县", name=""):
    name = name or f"{village.removesuffix('村')}站"
    return Station(code=code, name=name, village=village, town=town, county=county, city="临汾市", province="山西省")


NETWORK = [
    station("YL01", "杨柳村"),
    station("DZ01", "东张庄村"),
    station("XZ01", "西张庄村"),
    station("HP01", "和平村"),
    station("HP02", "和平村", town="白塔镇", county="青溪县"),
    station("SH01", "双河村", town="双河乡", county="青溪县"),
    station("BS01", "柏树湾村", town="双河乡", county="青溪县"),
    station("LD01", "龙洞村", town="白塔镇", county="青溪县"),
    station("LI01", "李村", town="大桥镇", county="沅口县"),
    station("FS01", "枫树坪村", town="大桥镇", county="沅口县"),
    station("SQ01", "石桥村", town="石桥镇", name="石桥优选站"),
    station("ZS01", "竹山湾村", town="大桥镇", county="沅口县", name="老三小卖部"),
]


def meant(words):
    """Codes of what is found, as the database finds it: first by the keys, then by rank."""
    keys = keys_said(words)
    return [place.code for place in rank(words, [place for place in NETWORK if keys & place_keys(place)])]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("杨柳", ["YL01"]),
        ("杨柳村", ["YL01"]),
        ("杨柳站", ["YL01"]),
        ("我是杨柳村的", ["YL01"]),
        ("柳河镇杨柳村", ["YL01"]),
        ("河湾县柳河镇杨柳", ["YL01"]),
        ("楊柳村", ["YL01"]),
        ("YL01", ["YL01"]),
        ("yl01", ["YL01"]),
        ("yangliu", ["YL01"]),
        ("yang liu cun", ["YL01"]),
        ("Yangliucun", ["YL01"]),
        ("yang2liu3cun1", ["YL01"]),
        ("扬柳村", ["YL01"]),
        ("羊六", ["YL01"]),
        ("东张庄", ["DZ01"]),
        ("张庄", ["DZ01", "XZ01"]),
        ("和平", ["HP01", "HP02"]),
        ("青溪县和平村", ["HP02"]),
        ("白塔镇和平", ["HP02"]),
        ("白塔和平村", ["HP02"]),
        ("柏树湾", ["BS01"]),
        ("柏树弯", ["BS01"]),
        ("双河", ["SH01"]),
        ("双河乡", ["SH01", "BS01"]),
        ("双河乡双河村", ["SH01"]),
        ("龙洞", ["LD01"]),
        ("农洞村", ["LD01"]),
        ("李村", ["LI01"]),
        ("风树坪", ["FS01"]),
        ("树坪", ["FS01"]),
        ("石桥", ["SQ01"]),
        ("老三小卖部", ["ZS01"]),
        ("竹山湾", ["ZS01"]),
        ("大桥镇", ["FS01", "LI01", "ZS01"]),
    ],
)
def test_a_place_is_found(words, codes):
    assert meant(words) == codes


@pytest.mark.parametrize(
    "words",
    ["", " ", "村", "我", "火星", "北京", "两瓶酱油", "？？？", "1", "http://x", "abc", "杨", "取消", "😀", "\ud800"],
)
def test_what_is_no_place_of_ours_finds_nothing(words):
    assert meant(words) == []


def test_more_places_than_anybody_would_read_are_cut():
    many = [station(f"S{i}", "和平村", town=f"{i}镇") for i in range(50)]
    assert len(rank("和平村", many)) == MOST_NAMED


@given(st.text(max_size=200))
def test_no_words_break_it(words):
    keys_said(words)
    rank(words, NETWORK)


def test_ten_thousand_characters_cost_nothing():
    begun = time.perf_counter()
    for words in ("和" * 10_000, "a" * 10_000, "yangliu" * 2000):
        meant(words)
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("我是杨柳村的", True),
        ("杨流", True),  # another character, the same sound
        ("yang liu cun", True),
        ("杨柳站", True),
        ("YL01", True),
        ("柳河镇", False),  # the town is no village
        ("杨", False),
        ("杨牛村", False),  # merely sounds alike
    ],
)
def test_only_the_whole_name_names_a_village(words, named):
    assert is_named(words, NETWORK[0]) == named
