"""The sample shop that ships with cunkou is sound, and rich enough to be asked about."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from bot.domain.network import read_stations, read_stock
from catalog.reading import read_catalog
from config.data import HERE

SAMPLE = HERE / "sample"


@pytest.fixture(scope="module")
def goods():
    rows, problems = read_catalog(SAMPLE / "catalog.csv")
    assert not problems
    return rows


@pytest.fixture(scope="module")
def stations():
    rows, problems = read_stations(SAMPLE / "stations.csv")
    assert not problems
    return rows


def test_the_shop_has_320_articles_or_more_with_names_of_their_own(goods):
    assert len(goods) >= 320
    assert len({product.name for product in goods}) == len(goods)


def test_prices_are_a_little_below_the_citys(goods):
    for product in goods:
        assert product.city_price_fen is not None
        assert product.price_fen < product.city_price_fen <= product.price_fen * 1.6, product.name


def test_every_article_has_its_place_merchant_and_weight(goods):
    for product in goods:
        assert product.category.count("/") == 1, product.name
        assert product.merchant
        assert product.weight_kg
        assert product.spec


def test_an_alias_that_names_several_kinds_stands_on_all_of_them(goods):
    """An alias on one brand of soap only would sell that brand to everybody who says soap."""
    kinds = defaultdict(set)
    for product in goods:
        for alias in product.aliases:
            kinds[alias].add(product.category)
    spread = {alias for alias, categories in kinds.items() if len(categories) > 1}
    assert not spread
    leaves = Counter(product.category.split("/")[1] for product in goods)
    generic = {alias for product in goods for alias in product.aliases if leaves.get(alias, 0) > 1}
    assert not generic


@pytest.mark.parametrize(
    "word", ["酱油", "醋", "洗衣粉", "卷纸", "食用油", "大米", "方便面", "啤酒", "电池", "冰箱", "洗发水", "饲料"]
)
def test_a_staple_is_there_in_several_brands_or_sizes(goods, word):
    fitting = [product for product in goods if word in product.name or product.category.endswith("/" + word)]
    assert len({(product.brand, product.spec) for product in fitting}) >= 2


def test_big_appliances_are_installed_and_scarce(goods):
    installed = [product for product in goods if product.install]
    assert len(installed) >= 15
    assert all(product.category.startswith("大家电/") and product.stock for product in installed)


def test_three_counties_have_their_centre_and_twelve_villages_or_more(stations):
    levels = Counter(station.level for station in stations)
    assert levels["county"] == 3
    assert levels["village"] >= 12
    assert sum(station.kind == "select" for station in stations) == 2


def test_every_village_hangs_below_a_county_and_has_a_manager(stations):
    by_code = {station.code: station for station in stations}
    for station in stations:
        top = station
        while top.parent:
            top = by_code[top.parent]
        assert top.level == "county"
        assert top.county == station.county
        assert station.manager_name
    assert len({station.manager_phone for station in stations}) == len(stations)
    assert len({station.manager_wechat for station in stations}) == len(stations)


def test_one_village_name_is_there_in_two_counties(stations):
    homes = defaultdict(set)
    for station in stations:
        if station.level == "village":
            homes[station.village].add(station.county)
    assert any(len(counties) > 1 for counties in homes.values())


def test_the_shelves_hold_goods_of_the_shop_at_select_stations(goods, stations):
    counts, problems = read_stock(
        SAMPLE / "stock.csv",
        {station.code for station in stations if station.kind == "select"},
        {product.sku for product in goods},
    )
    assert not problems
    assert len(counts) >= 40
