"""The index of big catalogues: what is added is found, by name, sound and slip; assortments, late changes, reopening."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.index import Assortment, Index, build
from catalog.product import Product

ROWS = """
云岭金标生抽酱油500ml
云岭金标生抽酱油1.8L
云岭特级老抽500ml
老庙山红烧老抽480ml
河东香米5kg
河东香米25kg
清露无硅油洗发露400ml
雅丝顺滑护发素400ml
雅丝草莓味儿童牙膏60g
泉韵矿泉水550ml
青禾尿素40kg
深井加碘盐350g
NIKO运动鞋42码
"""
NAMES = [row for row in ROWS.split("\n") if row]


def article(sku: str, name: str, aliases: tuple[str, ...] = ()) -> Product:
    return Product(sku=sku, name=name, unit="件", price_fen=100, aliases=aliases)


ARTICLES = [article(f"S{number}", name) for number, name in enumerate(NAMES)]
SKU = {product.name: product.sku for product in ARTICLES}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("index") / "shop"
    build(ARTICLES, path)
    return Index.open(path, verify=True)


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_found_by_its_own_name_with_the_full_score(index: Index, name: str) -> None:
    best = index.search(name, limit=1)[0]

    assert (best.sku, best.score) == (SKU[name], 1.0)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("云岭生抽1.8L", "云岭金标生抽酱油1.8L"),
        ("生抽云岭1.8L", "云岭金标生抽酱油1.8L"),
        ("云领金膘生抽500", "云岭金标生抽酱油500ml"),
        ("hong shao lao chou", "老庙山红烧老抽480ml"),
        ("niaosu", "青禾尿素40kg"),
        ("liaosu", "青禾尿素40kg"),
        ("清露xifalu", "清露无硅油洗发露400ml"),
        ("清路洗法路", "清露无硅油洗发露400ml"),
        ("護髮素", "雅丝顺滑护发素400ml"),
        ("儿童牙高", "雅丝草莓味儿童牙膏60g"),
        ("老板帮我拿两瓶泉韵矿泉水谢谢", "泉韵矿泉水550ml"),
        ("盐", "深井加碘盐350g"),
        ("niko", "NIKO运动鞋42码"),
        ("ＮＩＫＯ 运动鞋", "NIKO运动鞋42码"),
    ],
)
def test_slips_sounds_and_scripts_find_it(index: Index, query: str, name: str) -> None:
    assert index.search(query, limit=1)[0].sku == SKU[name]


def test_scores_fall_and_say_how_much_of_the_query_was_found(index: Index) -> None:
    whole = index.search("云岭金标生抽", limit=10)
    half = index.search("云岭拖拉机", limit=10)

    assert [hit.score for hit in whole] == sorted((hit.score for hit in whole), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in whole + half)
    assert whole[0].score > 0.9
    assert half[0].score < 0.6


@pytest.mark.parametrize(
    "query", ["", " ", "。。。", "\ud800", "\x00", "a" * 10_000, "𠀀" * 2000, "9" * 300, "\u202e盐\n盐"]
)
def test_nonsense_harms_nothing(index: Index, query: str) -> None:
    assert len(index.search(query)) <= 5


def test_an_alias_finds_its_article(index: Index) -> None:
    changed = index.with_changes([article("new", "南极五磅保暖壶", aliases=("电壶", "热水瓶"))])

    assert changed.search("热水瓶", limit=1)[0].sku == "new"


def test_only_what_the_station_has_is_found(index: Index) -> None:
    station = Assortment([SKU["河东香米25kg"], SKU["青禾尿素40kg"], "unknown"])

    assert [hit.sku for hit in index.search("河东香米", only=station)] == [SKU["河东香米25kg"]]
    assert index.search("河东香米", only=Assortment([])) == []


def test_late_articles_are_found_and_withdrawn_ones_are_not(index: Index) -> None:
    changed = index.with_changes([article("new", "东坡麻辣豆瓣酱1kg")], withdrawn=[SKU["河东香米5kg"]])

    assert changed.search("豆瓣酱", limit=1)[0].sku == "new"
    assert SKU["河东香米5kg"] not in {hit.sku for hit in changed.search("河东香米5kg", limit=20)}
    assert len(changed) == len(index) == len(NAMES)
    assert index.search("河东香米5kg", limit=1)[0].sku == SKU["河东香米5kg"], "the older index stays as it was"


def test_a_late_article_takes_the_place_of_the_one_with_its_sku(index: Index) -> None:
    sku = SKU["河东香米5kg"]
    changed = index.with_changes([article(sku, "西岸糙米5kg")]).with_changes([article("other", "东坡豆瓣酱1kg")])

    assert [hit.sku for hit in changed.search("西岸糙米", limit=1)] == [sku]
    assert sku not in {hit.sku for hit in changed.search("河东香", limit=20)}
    assert sku not in {hit.sku for hit in changed.with_changes(withdrawn=[sku]).search("西岸糙米5kg", limit=20)}


def test_an_assortment_outlives_changes(index: Index) -> None:
    station = Assortment(["new", SKU["青禾尿素40kg"]])
    before = index.search("尿素", only=station)
    changed = index.with_changes([article("new", "东坡尿素40kg")])

    assert [hit.sku for hit in before] == [SKU["青禾尿素40kg"]]
    assert {hit.sku for hit in changed.search("尿素", only=station)} == {"new", SKU["青禾尿素40kg"]}


_SIGNS = st.sampled_from("云岭河东青禾香米生抽酱油洗发水盐糖醋牙膏abkgml0123456789.")
_NAMES = st.lists(
    st.text(_SIGNS, min_size=1, max_size=30).filter(lambda name: name.strip(".")), min_size=1, max_size=40
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=_NAMES, chosen=st.sets(st.integers(0, 39)))
def test_of_any_names_each_is_found_and_no_assortment_is_left(
    tmp_path: Path, names: list[str], chosen: set[int]
) -> None:
    products = [article(f"货{number}", name) for number, name in enumerate(names)]
    assert build(products, tmp_path / "any") == len(names)
    index = Index.open(tmp_path / "any", verify=True)
    skus = {f"货{number}" for number in chosen}
    station = Assortment(skus)

    for product in products:
        best = index.search(product.name, limit=len(names))
        same = {other.sku for other in products if other.name == product.name}
        assert same & {hit.sku for hit in best if hit.score == best[0].score}
        assert {hit.sku for hit in index.search(product.name, limit=len(names), only=station)} <= skus
