"""The shopkeeper's judgement: what words mean in a shop nobody has told cunkou about."""

from __future__ import annotations

import pytest

from catalog.shop import Shop


@pytest.mark.parametrize(
    ("words", "unit", "skus"),
    [
        ("酱油", "", "A1 A2 A3"),
        ("生抽", "", "A1 A2"),
        ("生抽", "桶", "A2"),
        ("云岭生抽500毫升的", "", "A1"),
        ("云岭金标半升的", "", "A1"),
        ("大米", "", "B1 B2"),  # glutinous rice is no rice to a buyer
        ("香米五十斤的", "", "B2"),
        ("糯米", "", "B3"),
        ("洗发水", "", "C1 C2"),  # no name here says 洗发水, and conditioner is none
        ("洗头的", "", "C1 C2"),
        ("大瓶洗发水", "", "C2"),
        ("护发素", "", "C3"),
        ("雅丝", "", "C3 D1"),
        ("小孩用的牙膏", "", "D1"),
        ("苹果", "", "E1 E2"),  # a cable for an Apple is no apple
        ("苹果", "箱", "E1"),
        ("苹果充电线", "", "F1"),
        ("电池", "", "G1"),
        ("电瓶", "", "G2"),
        ("矿泉水", "瓶", "H2"),
        ("矿泉水", "件", "H1"),
        ("棉拖鞋女的", "", "I2"),
        ("给老公买拖鞋", "", "I1"),
        ("拖鞋42的", "", "I1"),
        ("958", "", "K1"),
        ("小米", "", "M1"),  # the grain, unless something electronic stands beside it
        ("小米充电宝", "", "L1"),
        ("苞谷种", "", "K1"),
        ("面包", "", "N1"),
        ("饼干", "", "N2"),
    ],
)
def test_words_mean_all_that_fits_them(shop: Shop, words: str, unit: str, skus: str) -> None:
    assert shop.resolve(words, unit).skus == tuple(skus.split())


@pytest.mark.parametrize(
    ("words", "sku"),
    [
        ("浆油老庙山", "A3"),
        ("云领生抽一点八升", "A2"),
        ("青露洗发水七百五的", "C2"),
        ("鸟素", "J1"),
        ("矿全水整箱", "H1"),
        ("护发树", "C3"),
        ("雲嶺金標生抽500ml", "A1"),
        ("ＧＢ５号电池", "G1"),
    ],
)
def test_slips_of_ear_and_pen_still_mean_it(shop: Shop, words: str, sku: str) -> None:
    assert sku in shop.resolve(words).skus


@pytest.mark.parametrize(
    "words",
    [
        "云岭蚝油",
        "清露牙膏",
        "草莓",
        "玉米",
        "床单",
        "豆腐",
        "香米三斤的",
        "苹果手机",
        "尿素架",
        "糯米清洗剂",
        "云岭酸酸乳",
        "酸奶",  # there is bread of it
        "巧克力",
    ],
)
def test_what_is_not_carried_is_none(shop: Shop, words: str) -> None:
    assert shop.resolve(words).skus == ()


def test_the_nearest_is_offered_instead(shop: Shop) -> None:
    assert shop.resolve("清露牙膏").near == ("D1",)


@pytest.mark.parametrize(
    ("words", "among", "left"),
    [
        ("小瓶的", "A1 A2 A3", "A3"),
        ("云岭的", "A1 A2 A3", "A1 A2"),
        ("便宜的那个", "A1 A2 A3", "A3"),
        ("大桶那种", "A1 A2", "A2"),
        ("1.8升", "A1 A2", "A2"),
        ("女款", "I1 I2", "I2"),
        ("整箱的", "H1 H2", "H1"),
        ("今天天气好", "A1 A2", ""),
        ("酱油", "E1 E2", ""),
        ("拖鞋架", "I1 I2", ""),
    ],
)
def test_an_answer_narrows_what_was_offered(shop: Shop, words: str, among: str, left: str) -> None:
    assert shop.narrow(words, among.split()) == tuple(left.split())
