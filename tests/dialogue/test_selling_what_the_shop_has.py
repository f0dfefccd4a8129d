"""Who sells what the shop sells too answers the questions about it, and orders nothing."""

from __future__ import annotations

import pytest
from world import World
from world_goods import GOODS, article

from bot.dialogue.market.questions import ConfirmOffer, DescribeOffer
from catalog.shop import Shop

APPLES = article("A01", "洛川红富士苹果10斤", 4990, "箱", "水果/苹果", spec="10斤")
EGGS = article("A02", "农家土鸡蛋30枚", 3200, "盒", "生鲜/鸡蛋", spec="30枚")
QUILT = article("A03", "南方生活棉花被8斤200×230cm", 19800, "床", "家纺/被子", spec="200×230cm")
WITH_APPLES = Shop((*GOODS, APPLES, EGGS, QUILT))


@pytest.fixture
def world():
    return World(shop=WITH_APPLES)


def said(world, *words):
    for text in words:
        world.hear("老张", text)
    assert not world.talks["老张"].basket.lines, "nothing of the shop was ordered"
    return world.talks["老张"].asking


@pytest.mark.parametrize("name", ["苹果", "红富士苹果", "土鸡蛋", "酱油"])
def test_goods_the_shop_has_are_a_name_where_it_is_asked_what_is_sold(world, name):
    asked = said(world, "我有东西要卖", name)
    assert isinstance(asked, DescribeOffer)
    assert asked.draft.goods == name


@pytest.mark.parametrize("answer", ["五百斤苹果", "苹果五百斤", "苹果，五百斤", "五百斤苹果。"])
def test_the_amount_may_be_told_with_the_name(world, answer):
    asked = said(world, "我有东西要卖", answer)
    assert isinstance(asked, DescribeOffer)
    assert (asked.draft.goods, asked.draft.quantity) == ("苹果", 500)


@pytest.mark.parametrize("amount", ["200个", "大概200个", "一共200个", "200", "两百个"])
def test_an_amount_is_no_size_of_the_shops_goods(world, amount):
    asked = said(world, "卖土鸡蛋", amount, "一块五")
    assert isinstance(asked, ConfirmOffer)
    assert (asked.draft.quantity, asked.draft.price_fen) == (200, 150)


def test_a_corrected_amount_is_no_size_either(world):
    asked = said(world, "我有100个土鸡蛋，一块五一个", "200个")
    assert isinstance(asked, ConfirmOffer)
    assert asked.draft.quantity == 200


@pytest.mark.parametrize("wish", ["来两瓶酱油", "我要买两袋盐"])
def test_who_wants_to_buy_meanwhile_still_can(world, wish):
    world.hear("老张", "我有东西要卖")
    reply = world.hear("老张", wish).reply
    assert "酱油" in reply or "盐" in reply
    assert not getattr(world.talks["老张"].asking, "draft", None) or not world.talks["老张"].asking.draft.goods


@pytest.mark.parametrize("question", ["苹果多少钱", "有苹果吗"])
def test_a_question_is_no_name(world, question):
    asked = said(world, "我有东西要卖", question)
    assert not isinstance(asked, DescribeOffer) or not asked.draft.goods
