"""Sellers name weights and prices in their own units; what is sold is one amount at one price, and never another sum."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from market_day import last, on_sale
from world import World

from bot.dialogue.market.weights import agreed, meant, priced, reckoned
from bot.domain.events import GroupBegun, ListingChanged, ListingInspected, ListingOffered, ListingOrdered, SaleHanded

WEIGHTS = st.sampled_from(["斤", "公斤", "千克", "吨", "担", "两"])
OFFERS = [
    ("我有五百斤苹果，两块五一斤", 500, "斤", 250, ["苹果500斤，2.5元/斤"]),
    ("一吨土豆，八毛一斤", 2000, "斤", 80, ["土豆1吨（2000斤），0.8元/斤"]),
    ("我有半吨苹果，一块八", 1000, "斤", 180, ["苹果0.5吨（1000斤），1.8元/斤"]),
    ("有3吨洋葱想卖，一千二一吨", 6000, "斤", 60, ["洋葱3吨（6000斤），1200元/吨（0.6元/斤）"]),
    ("我有3吨洋葱，一千二百五十五一吨", 3, "吨", 125500, ["洋葱3吨，1255元/吨"]),
    ("我有两担谷子，一块三一斤", 200, "斤", 130, ["谷子2担（200斤）"]),
    ("我有500千克苹果，三块一千克", 500, "千克", 300, ["苹果500千克，3元/千克"]),
    ("我家有两千公斤玉米，一块八一公斤", 2000, "公斤", 180, ["玉米2000公斤，1.8元/公斤"]),
    ("我有五百斤苹果，四块一公斤", 500, "斤", 200, ["苹果500斤，4元/公斤（2元/斤）"]),
    ("我有五百斤苹果，3块1毛5一公斤", 250, "公斤", 315, ["苹果500斤（250公斤），3.15元/公斤"]),
    ("五亩玉米，亩产一千斤，八毛一斤，想卖", 5000, "斤", 80, ["玉米5000斤"]),
    ("我有十箱苹果，四十一箱", 10, "箱", 4000, ["苹果10箱，40元/箱"]),
]


@pytest.mark.parametrize(("said", "many", "unit", "fen", "reply"), OFFERS)
def test_an_offer_is_written_down_in_one_unit_and_read_back_in_the_sellers_own(said, many, unit, fen, reply):
    world = World()
    told = world.hear("老张", said).reply
    offer = last(world, ListingOffered)
    assert (offer.quantity, offer.unit, offer.price_fen, offer.price_unit) == (many, unit, fen, unit)
    assert all(words in told for words in reply)


@pytest.mark.parametrize("channel", ["wechat", "sms"])
@pytest.mark.parametrize(
    ("words", "read_back"),
    [
        (["我有一吨土豆要卖", "八毛"], "土豆1吨（2000斤），0.8元/斤"),
        (["我有一吨土豆要卖", "1600一吨"], "土豆1吨（2000斤），1600元/吨（0.8元/斤）"),
        (["我有东西要卖", "土豆", "一吨", "八毛一斤"], "土豆1吨（2000斤），0.8元/斤"),
        (["我有3吨洋葱，一千二一吨", "不对，两吨"], "洋葱2吨（4000斤），1200元/吨（0.6元/斤）"),
        (["一吨土豆，八毛一斤", "七毛"], "土豆1吨（2000斤），0.7元/斤"),
    ],
)
def test_what_is_told_later_or_corrected_is_reckoned_alike(words, read_back, channel):
    world = World()
    world.channels["老张"] = channel
    for text in words:
        told = world.hear("老张", text).reply
    assert read_back in told


def test_boxes_for_so_much_a_jin_are_asked_about():
    world = World()
    assert "一箱大约多少斤" in world.hear("老张", "我有十箱苹果要卖，两块一斤").reply
    assert "苹果10箱，40元/箱" in world.hear("老张", "四十块一箱").reply


@pytest.fixture(name="on_sale")
def potatoes() -> World:
    return on_sale(World(), "老张", "一吨土豆，八毛一斤", "土豆 老张 900公斤 一等")


def test_the_station_weighs_in_its_own_unit(on_sale):
    accepted = last(on_sale, ListingInspected)
    assert (accepted.quantity, accepted.price_fen) == (1800, 80)


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("改价一千五一吨", "1500元/吨（0.75元/斤）"),
        ("改价七毛", "0.7元/斤"),
        ("改价一块六一公斤", "1.6元/公斤（0.8元/斤）"),
    ],
)
def test_a_price_is_changed_in_any_weight(on_sale, said, reply):
    assert reply in on_sale.hear("老张", said).reply


@pytest.mark.parametrize("said", ["改价一千三百三十三一吨", "改价十块一箱"])
def test_a_price_that_is_no_whole_fen_or_for_no_weight_changes_nothing(on_sale, said):
    assert "按斤卖" in on_sale.hear("老张", said).reply
    assert last(on_sale, ListingChanged) is None


def test_what_is_left_is_told_in_any_weight(on_sale):
    assert "还剩0.5吨（1000斤）" in on_sale.hear("老张", "还剩半吨").reply
    assert last(on_sale, ListingChanged).left == 1000


def test_a_buyer_a_group_and_a_scale_may_count_in_kilos(on_sale):
    on_sale.hear("boss", "成团 土豆 100公斤 3天")
    assert last(on_sale, GroupBegun).minimum == 200
    for text in ("村货", "1", "五十公斤", "1"):
        on_sale.hear("桂花", text)
    assert last(on_sale, ListingOrdered).sale.quantity == 100


def test_what_is_brought_is_weighed_in_kilos(on_sale):
    for text in ("村货", "1", "一百斤", "1"):
        on_sale.hear("桂花", text)
    on_sale.hear("boss", "老张送来 土豆 50公斤")
    handed = last(on_sale, SaleHanded)
    assert (handed.weight, handed.sums.amount_fen) == (100, 8000)


@given(st.decimals("0.001", "9999", places=3), WEIGHTS, st.integers(1, 10**6), WEIGHTS)
def test_whatever_the_units_the_whole_comes_to_the_same_money(quantity, unit, fen, per):
    """In whichever unit they agree: nobody gains or loses by it."""
    offer = agreed(quantity, unit, fen, meant(fen, per))
    if offer is not None:
        said = reckoned(quantity, unit, meant(fen, per))
        assert said is not None
        assert offer.quantity * offer.price_fen == said * fen


@given(st.integers(1, 10**6), WEIGHTS, WEIGHTS)
def test_a_price_reckoned_there_and_back_is_the_same(fen, per, into):
    there = priced(fen, per, into)
    assert there is None or priced(there, into, per) == fen


@pytest.mark.parametrize(("unit", "into"), [("箱", "斤"), ("斤", "箱"), ("个", "斤")])
def test_what_is_no_weight_is_not_reckoned(unit, into):
    assert reckoned(Decimal(1), unit, into) is None
    assert priced(100, unit, into) is None
