"""Places of one name are told apart by region, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.narrowing import Region, called, kept_by, level_to_ask, region_of, regions
from bot.domain.village import Locality

COUNTIES = ("青石县", "临溪县", "沅口县")
TOWNS = ("柳河镇", "石桥镇", "白塔镇")


def heping(n, county="青石县", town="柳河镇", city="长岭市", province="山西省"):
    return Locality(
        key=f"村:{n}",
        station="",
        name="和平村",
        village="和平村",
        county=county,
        town=town,
        city=city,
        province=province,
    )


def many(count, **changes):
    return [heping(n, **{name: change(n) for name, change in changes.items()}) for n in range(count)]


def test_few_places_are_simply_shown():
    assert level_to_ask(many(6, county=lambda n: f"第{n}县")) is None


@pytest.mark.parametrize(
    ("places", "level"),
    [
        (many(9, county=lambda n: COUNTIES[n % 3]), "county"),
        (many(9, town=lambda n: TOWNS[n % 3]), "town"),
        (many(60, county=lambda n: f"第{n}县", city=lambda n: f"第{n // 6}市"), "city"),
        (
            many(700, county=lambda n: f"第{n}县", city=lambda n: f"{n // 9}市", province=lambda n: f"{n // 70}省"),
            "province",
        ),
        (many(9), None),
    ],
)
def test_many_are_asked_for_by_a_region_that_tells_them_apart(places, level):
    assert level_to_ask(places) == level


def test_counties_of_one_name_are_called_with_their_city():
    some = regions([heping(1, city="长岭市"), heping(2, city="云台市"), heping(3, county="沅口县")], "county")
    assert called(some) == ["长岭市青石县", "云台市青石县", "沅口县"]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("青石县", 2),
        ("青石的", 2),
        ("我是青石县那边的", 2),
        ("青石县石桥镇", 1),
        ("qing shi xian", 2),
        ("青石县和平村", 2),
        ("青石县大湾村", 0),
        ("大湾村", 0),
        ("不知道", 0),
        ("", 0),
    ],
)
def test_an_answer_keeps_what_lies_there_and_another_village_is_no_answer(words, kept):
    places = [
        heping(1),
        heping(2, town="石桥镇"),
        heping(3, county="临溪县"),
        heping(4, county="沅口县", town="白塔镇"),
    ]
    assert len(kept_by(words, places, "和平村")) == kept


@given(
    st.lists(st.tuples(st.sampled_from(COUNTIES), st.sampled_from(TOWNS)), min_size=2, max_size=30),
    st.data(),
)
def test_regions_part_the_places_and_lose_none(around, data):
    places = [heping(n, county, town) for n, (county, town) in enumerate(around)]
    level = level_to_ask(places)
    if level is None:
        return
    parts = [[place for place in places if region.holds(place)] for region in regions(places, level)]
    assert len(parts) > 1
    assert sorted(place.key for part in parts for place in part) == sorted(place.key for place in places)
    place = data.draw(st.sampled_from(places))
    assert region_of(place, level).holds(place)
    assert Region().holds(place)
