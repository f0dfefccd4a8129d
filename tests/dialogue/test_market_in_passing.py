"""What sellers, buyers and managers say in passing, in the village's way: 蜂蜜 of 土蜂蜜, 钱呢, 还有核桃一百斤，12块."""

from __future__ import annotations

from decimal import Decimal

import pytest
from market_day import heard, last, order
from world import World

from bot.dialogue.market.called import named, spoken
from bot.domain.events import ListingInspected, ListingMoved, ListingOffered, OrderPlaced, SaleCancelled
from bot.domain.people import Person
from intents.offers import read_amount


@pytest.fixture
def honey() -> World:
    world = World()
    heard(world, "郑家旺", "我有三十斤土蜂蜜，五十块一斤", "1", "0", "0")
    return world


@pytest.fixture
def sold(honey) -> World:
    heard(honey, "boss", "收 蜂蜜 郑家旺 30斤 一等")
    order(honey, "桂花", "2")
    return honey


def test_of_goods_the_end_of_the_name_is_enough_and_the_whole_comes_first():
    assert (spoken("土蜂蜜", "蜂蜜没了"), spoken("土蜂蜜", "蜜没了"), spoken("猪", "猪没了")) == ("蜂蜜", "", "猪")
    assert named(["土鸡蛋", "鸡蛋"], "鸡蛋没了", str) == ["鸡蛋"]
    assert named(["土鸡蛋", "咸鸭蛋"], "鸡蛋没了", str) == ["土鸡蛋"]


@pytest.mark.parametrize(
    ("said", "many"), [("四斤半", "4.5"), ("三百斤", "300"), ("两斤半花椒", "2.5"), ("三斤半天", "3")]
)
def test_half_a_unit_is_heard_behind_it(said, many):
    assert read_amount(said, None)[1] == Decimal(many)


@pytest.mark.parametrize("said", ["还有核桃一百斤，12块", "我有核桃一百斤 12块一斤", "家里有100斤核桃，12块"])
def test_more_is_offered_beside_what_was_offered_lately(honey, said):
    assert "核桃100斤，12元/斤" in honey.hear("郑家旺", said).reply
    assert last(honey, ListingOffered).goods == "核桃"


@pytest.mark.parametrize("said", ["还有盐两袋", "还有酱油一瓶", "另外来两袋盐"])
def test_what_is_wanted_beside_an_offer_is_no_offer(honey, said):
    before = last(honey, ListingOffered)
    honey.hear("郑家旺", said)
    assert last(honey, ListingOffered) is before


def test_what_was_withdrawn_or_said_anew_is_not_shown(honey):
    heard(honey, "郑家旺", "我有五十斤花椒，三十块一斤", "不对，四十斤", "1", "0", "0")
    reply = honey.hear("郑家旺", "我卖的").reply
    assert "花椒40斤" in reply
    assert "50斤" not in reply
    for text in ("花椒先不卖了", "蜂蜜不卖了"):
        assert "不卖了" in honey.hear("郑家旺", text).reply
    assert "还没有在卖的" in honey.hear("郑家旺", "我卖的").reply
    assert "眼下没有您在卖的" in honey.hear("郑家旺", "先不卖了").reply


@pytest.mark.parametrize("said", ["不收 蜂蜜 有水", "蜂蜜不收，有水", "郑家旺的蜂蜜不行，有水"])
def test_the_seller_may_ask_why_it_was_refused(honey, said):
    honey.hear("boss", said)
    assert last(honey, ListingMoved).reason == "有水"
    for text in ("为啥不收", "蜂蜜咋没收", "我的蜂蜜为什么没收"):
        assert "没收：有水" in honey.hear("郑家旺", text).reply


@pytest.mark.parametrize("said", ["不收 蜂蜜", "拒收蜂蜜"])
def test_a_refusal_of_what_waits_not_orders_nothing(said):
    world = World()
    assert "没有等验的" in world.hear("boss", said).reply
    assert last(world, OrderPlaced) is None
    assert "没有等验的" not in world.hear("boss", "不收现金").reply


def test_a_seller_asks_for_his_money_and_what_is_left(sold):
    assert "还没" not in sold.hear("郑家旺", "钱呢").reply
    assert "土蜂蜜2斤" in sold.hear("郑家旺", "啥时候给钱").reply
    assert "还有28斤" in sold.hear("郑家旺", "还剩多少").reply
    assert "没听懂" in sold.hear("秀英", "钱呢").reply


@pytest.mark.parametrize("said", ["没照片", "不会拍", "拍不了", "手机不行，发不了"])
def test_who_has_no_picture_is_not_pressed(said):
    world = World()
    assert "记下了" in heard(world, "老张", "我有五百斤苹果，两块一斤", "1", "1", said)
    assert world.talks["老张"].asking is None


@pytest.mark.parametrize("said", ["谁家卖蜂蜜", "谁家有蜂蜜卖", "哪家有土蜂蜜", "村里谁家卖蜜"])
def test_who_sells_something_is_asked_by_any_part_of_its_name(honey, said):
    heard(honey, "boss", "收 土蜂蜜 郑家旺 30斤 一等")
    assert "土蜂蜜（一等）" in honey.hear("桂花", said).reply
    assert last(honey, ListingOffered).person == "郑家旺"


def test_the_seller_sets_the_price_and_the_unit(honey):
    heard(honey, "boss", "收 土蜂蜜 郑家旺 30斤 一等")
    assert "卖家自己定的" in heard(honey, "桂花", "村货", "1", "便宜点行不")
    assert "按斤卖的" in honey.hear("桂花", "两罐").reply
    assert "土蜂蜜（一等）2.5斤" in honey.hear("桂花", "两斤半").reply


def test_the_bare_word_to_call_off_tells_how(sold):
    assert "退村货" in sold.hear("桂花", "取消").reply
    assert last(sold, SaleCancelled) is None
    assert "不要了，不收钱" in sold.hear("桂花", "tui cun huo").reply


def test_a_name_that_was_typed_is_known_in_signs():
    world = World()
    world.people["短信"] = Person(id="短信", name="Qian Gui Lan", station="QS001", channels=("sms",))
    heard(world, "短信", "我有200个土鸡蛋，一块二一个", "1", "0", "0")
    assert "请写明" in world.hear("boss", "收 鸡蛋 李桂兰 190个 一等").reply
    assert "收下了" in world.hear("boss", "收 鸡蛋 钱桂兰 190个 一等").reply
    assert last(world, ListingInspected).quantity == 190
