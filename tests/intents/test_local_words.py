"""Words of a place: understood there, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from catalog.product import Product
from catalog.regional import words_of
from catalog.shop import Shop
from intents.acts import Add
from intents.understand import understand
from intents.utterance import Utterance

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SHOP = Shop(
    Product(sku=sku, name=name, category=category, unit=unit, price_fen=500)
    for sku, name, category, unit in [
        ("P1", "大粒花生", "杂粮", "斤"),
        ("P2", "黄心土豆", "蔬菜", "斤"),
        ("P3", "红双喜暖水瓶2L", "水具", "个"),
        ("P4", "美的电水壶1.5L", "厨房小电", "个"),
    ]
)


def ordered(text: str, words: dict[str, str]) -> list[tuple[str, ...]]:
    acts = understand(Utterance(text=text, at=AT, words=words), SHOP)
    return [item.skus for act in acts if isinstance(act, Add) for item in act.items]


@pytest.mark.parametrize(
    ("province", "city", "sku"),
    [("福建省", "厦门市", "P1"), ("福建省", "南平市", "P2"), ("山西省", "临汾市", "P2"), ("", "", "P2")],
)
def test_a_potato_is_a_peanut_in_xiamen_only(province, city, sku):
    assert ordered("土豆来五斤", dict(words_of(province, city))) == [(sku,)]


def test_a_taught_word_means_what_was_taught_and_comes_back_as_said():
    acts = understand(Utterance(text="要个热水坛坛", at=AT, words={"热水坛坛": "暖水瓶"}), SHOP)
    (item,) = [item for act in acts if isinstance(act, Add) for item in act.items]
    assert item.skus == ("P3",)
    assert item.mention == "热水坛坛"


def test_a_word_inside_a_longer_one_of_the_shop_stays():
    assert ordered("来一个暖水瓶", {"水瓶": "电水壶"}) == [("P3",)]


def test_a_word_with_signs_in_it_is_only_a_word():
    assert ordered("来一个暖水瓶", {"(": "电水壶", ".*": "花生"}) == [("P3",)]
