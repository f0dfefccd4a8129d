"""What an offer says of its price and of how much there is, as villagers say it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from intents.offers import read_amount, read_offer, read_price
from intents.values.numbers import read_numbers

PRICES = [
    ("两块五一斤", "2.5", "斤"), ("一块八", "1.8", ""), ("三毛", "0.3", ""), ("三毛五", "0.35", ""), ("八毛钱一斤", "0.8", "斤"),
    ("一块八毛五一斤", "1.85", "斤"), ("一块八五", "1.85", ""), ("两块五毛一斤", "2.5", "斤"), ("2块5毛钱一斤", "2.5", "斤"),
    ("十块零五毛", "10.5", ""), ("2块35一斤", "2.35", "斤"), ("两块半", "2.5", ""), ("2.5元/斤", "2.5", "斤"), ("五角一斤", "0.5", "斤"),
    ("三块一千克", "3", "千克"), ("四块一公斤", "4", "公斤"), ("一斤卖两块五", "2.5", "斤"), ("一吨八毛一斤", "0.8", "斤"),
    ("一千六一吨", "1600", "吨"), ("一头一万三", "13000", "头"), ("一百二一头", "120", "头"), ("一块八百斤", "1", ""), ("两块五五百斤", "2.5", ""),
]  # fmt: skip  # a table, a row a line
AMOUNTS = [
    ("五百斤苹果", "500", "斤"), ("半吨土豆", "0.5", "吨"), ("500千克苹果", "500", "千克"), ("三千克", "3", "千克"), ("三千斤", "3000", "斤"),
    ("五亩玉米,亩产一千斤", "5000", "斤"), ("十亩地,每亩能产六百公斤", "6000", "公斤"), ("一亩产三千斤,有五亩", "15000", "斤"),
    ("五亩韭菜,大概八千斤", "8000", "斤"), ("五亩苹果", "5", "亩"), ("亩产三千斤的红薯", None, "斤"), ("苹果", None, ""),
]  # fmt: skip  # a table, a row a line


@pytest.mark.parametrize(("said", "yuan", "per"), PRICES)
def test_a_price_is_heard_to_the_last_coin_and_for_its_unit(said, yuan, per):
    _, price, unit = read_price(said)
    assert (price, said[slice(*unit)] if unit else "") == (Decimal(yuan), per)


@pytest.mark.parametrize(("said", "many", "of"), AMOUNTS)
def test_an_amount_is_heard_and_what_a_mu_bears_is_reckoned_for_all_of_the_land(said, many, of):
    _, amount, unit = read_amount(said, None)
    assert amount == (None if many is None else Decimal(many))
    assert (said[slice(*unit)] if unit else "") in (of, "")


@pytest.mark.parametrize(
    ("said", "goods"),
    [("五亩土豆亩产四千斤,六毛一斤", "土豆"), ("一吨土豆,八毛一斤", "土豆"), ("土豆一吨八毛一斤", "土豆")],
)
def test_the_words_of_land_and_price_are_no_goods(said, goods):
    assert read_offer(said).goods == goods


@pytest.mark.parametrize(
    ("said", "value"),
    [("500千克", 500), ("五千克", 5), ("五千瓦", 5), ("五千斤", 5000), ("5千斤", 5000), ("三千", 3000)],
)
def test_a_kilogram_is_not_a_thousand_grams_said_wrong(said, value):
    assert [number.value for number in read_numbers(said)] == [value]
