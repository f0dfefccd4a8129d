"""Eggs are counted and animals are weighed: each is asked for as the village does."""

from __future__ import annotations

import pytest
from market_day import heard, last
from world import World

from bot.domain.events import ListingOffered
from bot.domain.listing import usual_unit


@pytest.mark.parametrize(
    ("goods", "unit"),
    [
        ("土鸡蛋", "个"),
        ("咸鸭蛋", "个"),
        ("土鸡", "只"),
        ("鸡苗", "只"),
        ("黑猪", "头"),
        ("黄牛", "头"),
        ("竹篮", "个"),
        ("苹果", "斤"),
        ("蜂蜜", "斤"),
        ("鸡枞菌", "斤"),
    ],
)
def test_goods_are_asked_for_in_their_unit(goods, unit):
    assert usual_unit(goods) == unit
    assert f"有多少{unit}" in World().hear("老张", f"我有{goods}要卖").reply


@pytest.mark.parametrize("channel", ["wechat", "sms"])
@pytest.mark.parametrize(
    ("words", "jin", "fen", "read_back"),
    [
        (["我有30只土鸡要卖", "15块一斤", "4斤"], 120, 1500, "土鸡30只约120斤，15元/斤"),
        (["我家有两头猪要卖，7块一斤", "一头三百斤"], 600, 700, "猪2头约600斤，7元/斤"),
        (["我家有两头猪要卖，7块一斤", "一共五百八十斤"], 580, 700, "猪2头约580斤"),
        (["我家有两头猪要卖，7块一斤", "300"], 600, 700, "猪2头约600斤"),
        (["我家有两头猪要卖，7块一斤", "一百五十公斤"], 600, 700, "猪2头约600斤"),
        (["我家有两头猪要卖，7块一斤", "300", "不对，是三头", "300"], 900, 700, "猪3头约900斤"),
        (["我家有两头猪要卖，7块一斤", "300", "六百二十斤"], 620, 700, "猪2头约620斤"),
        (["五箱苹果，两块一斤，想卖", "30斤"], 150, 200, "苹果5箱约150斤"),
    ],
)
def test_what_is_counted_and_sold_by_weight_is_weighed(words, jin, fen, read_back, channel):
    world = World()
    world.channels["老张"] = channel
    assert read_back in heard(world, "老张", *words)
    offer = last(world, ListingOffered)
    assert (offer.quantity, offer.unit, offer.price_fen) == (jin, "斤", fen)


def test_a_price_for_one_needs_no_weight():
    assert "猪2头，2000元/头" in heard(World(), "老张", "我有两头猪要卖", "两千一头")


def test_the_manager_is_told_in_which_unit_to_weigh():
    world = World()
    heard(world, "张婶", "我有土鸡蛋要卖", "200", "一块二", "1")
    assert "按个卖" in world.hear("boss", "收 土鸡蛋 张婶 20斤 一等").reply
    assert "收下了" in world.hear("boss", "收 土鸡蛋 张婶 200个 一等").reply
