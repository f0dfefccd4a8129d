"""Whoever does not know how one sells is told; answers typed in pinyin on a phone with buttons count as any others."""

from __future__ import annotations

from datetime import date

import pytest
from market_day import last, on_sale, order
from world import World

from bot.domain.events import ListingDescribed, ListingOffered, PersonNamed


@pytest.mark.parametrize(
    "said",
    [
        "怎么卖东西",
        "咋卖东西",
        "卖东西怎么弄",
        "我的鸡蛋怎么卖",
        "我家苹果怎么卖出去",
        "能卖东西吗",
        "你们收农产品吗",
        "收土特产吗",
        "怎么把苹果卖掉",
    ],
)
def test_how_one_sells_is_told(said):
    world = World()
    assert "我有五百斤苹果，两块一斤" in world.hear("老张", said).reply
    assert world.talks["老张"].asking is None


@pytest.mark.parametrize(
    "said", ["maihuo", "mai huo", "mai dongxi zenme mai", "wo xiang mai dian dongxi", "wo yao mai huo"]
)
def test_where_mai_may_be_buying_or_selling_both_are_told(said):
    world = World()
    world.channels["老张"] = "sms"
    reply = world.hear("老张", said).reply
    assert "酱油2瓶" in reply
    assert "我有苹果要卖" in reply


@pytest.mark.parametrize("said", ["酱油怎么卖", "盐咋卖", "盐怎么卖的", "jiangyou zenme mai"])
def test_a_price_that_is_asked_is_no_wish_to_sell(said):
    assert "元" in World().hear("老张", said).reply


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("houtian", date(2026, 11, 27)),
        ("xingqisan", date(2026, 12, 2)),
        ("xia xingqi", date(2026, 12, 2)),
        ("mingtian", date(2026, 11, 26)),
        ("suishi dou you", date(2026, 11, 25)),
        ("2", date(2026, 11, 28)),
    ],
)
def test_the_ready_day_may_be_typed_in_pinyin(said, day):
    world = World()
    world.channels["老张"] = "sms"
    for text in ("wo you 50 jin fengmi yao mai 30 kuai yi jin", "1"):
        world.hear("老张", text)
    assert "记下了" in world.hear("老张", said).reply
    assert last(world, ListingDescribed).ready_on == day


def test_a_name_may_be_typed_in_pinyin():
    world = World()
    assert "Li Xiu Ying" in world.hear("老张", "wo jiao li xiu ying").reply
    assert last(world, PersonNamed).name == "Li Xiu Ying"
    world.events.clear()
    world.hear("老张", "wo jiao ren lai qu")
    assert last(world, PersonNamed) is None


def test_what_is_to_be_brought_is_told_to_the_seller_without_his_own_name():
    world = on_sale(World(), "张有田", "我有50斤苹果，两块一斤", "苹果 张有田 48斤 一等")
    order(world, "桂花", "10")
    reply = world.hear("张有田", "卖了多少钱").reply
    assert "苹果10斤（明天" in reply
    assert "张有田" not in reply
    world.hear("boss", "张有田送来 苹果 10斤")
    order(world, "桂花", "5")
    reply = world.hear("张有田", "卖了多少钱").reply
    assert "卖出1笔" in reply
    assert "苹果5斤" in reply


def test_no_offer_is_made_of_the_word_for_all_produce():
    world = World()
    world.hear("老张", "我有农产品要卖")
    assert last(world, ListingOffered) is None
    assert "卖的是什么" in world.hear("老张", "我有土特产要卖").reply
