"""Sellers put right what they offered, by name or without; what they say of other goods leaves theirs alone."""

from __future__ import annotations

import pytest
from market_day import heard, last, on_sale
from world import World

from bot.domain.events import GroupBegun, ListingChanged, ListingMoved, ListingOffered, OrderPlaced, PersonNamed
from bot.domain.people import Person

OFFER = "我有100斤核桃，八块"


def waiting() -> World:
    world = World()
    heard(world, "张有田", OFFER, "1", "0", "0")
    return world


@pytest.mark.parametrize("said", ["核桃改成80斤", "只有80斤", "剩下80斤了", "改成80斤", "核桃只有八十斤了"])
def test_the_amount_is_put_right_before_the_station_looked(said):
    world = waiting()
    assert "改成80斤" in world.hear("张有田", said).reply
    assert last(world, ListingChanged).left == 80


@pytest.mark.parametrize("said", ["改成三袋", "盐改成三袋", "来80斤苹果"])
def test_what_is_counted_otherwise_changes_no_offer(said):
    world = waiting()
    world.hear("张有田", said)
    assert last(world, ListingChanged) is None


def test_the_price_is_lowered_in_passing():
    world = waiting()
    world.hear("张有田", "价钱再低点，六块")
    assert last(world, ListingChanged).price_fen == 600


@pytest.mark.parametrize("said", ["苹果不卖了", "柿饼先不卖了，孩子们吃了"])
def test_other_goods_are_not_ones_own(said):
    world = waiting()
    reply = world.hear("张有田", said).reply
    assert "没有在卖" in reply
    assert last(world, ListingMoved).to == "offered"


@pytest.mark.parametrize("said", ["家里来客了，先不卖了", "价钱太低不卖了", "核桃不卖了", "全卖给别人了"])
def test_the_only_goods_need_no_name(said):
    world = waiting()
    world.hear("张有田", said)
    assert last(world, ListingMoved).to == "expired"


@pytest.mark.parametrize("said", ["我卖的东西都有啥", "我在卖啥", "看看我卖的"])
def test_what_one_sells_is_shown_however_it_is_asked(said):
    assert "核桃100斤" in waiting().hear("张有田", said).reply


def test_the_station_begins_a_group_for_the_only_goods_on_sale():
    world = on_sale(World(), "张有田", OFFER, "核桃 张有田 100斤 一等")
    assert "满60斤成团" in world.hear("boss", "六十斤成团，三天").reply
    assert last(world, GroupBegun).minimum == 60
    assert "跟站长说一声“核桃满80斤成团”" in world.hear("张有田", "八十斤成团").reply
    assert last(world, OrderPlaced) is None


def test_no_group_where_nothing_is_on_sale():
    world = World()
    assert "没有在卖的乡货" in world.hear("boss", "六十斤成团").reply


@pytest.mark.parametrize("said", ["卖了几斤", "卖错了，是三瓶", "又要卖了", "一次卖不完，一百斤一百斤地卖行不"])
def test_what_names_no_goods_offers_none(said):
    world = World()
    world.hear("秀英", said)
    assert last(world, ListingOffered) is None
    assert "一斤卖多少钱" not in world.hear("秀英", said).reply


def test_who_offers_may_say_a_name_first():
    world = World()
    world.people["张老四"] = Person(id="张老四", name="", station="QS001", channels=("wechat",))
    world.hear("张老四", "我是张老四，家里种了两亩花椒，今年收了80斤，一斤35块")
    assert last(world, ListingOffered).goods == "花椒"
    assert last(world, PersonNamed).name == "张老四"
