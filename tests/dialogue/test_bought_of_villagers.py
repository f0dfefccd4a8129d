"""Whoever bought of a villager asks where it is in any words, and gives it back before and after it was brought."""

from __future__ import annotations

import pytest
from market_day import heard, last, on_sale, order
from world import World

from bot.dialogue.pages import SMS_UNITS, size
from bot.domain.events import AlertRaised, OrderMoved, SaleCancelled

ASKS = [
    "我买的苹果呢",
    "村货到了没",
    "我订的苹果啥时候能拿",
    "苹果到了吗",
    "到了没",
    "我的苹果到哪了",
    "我要的苹果送来没",
    "wo mai de pingguo ne",
    "cunhuo daole mei",
]
REFUSES = [
    "我要退那个苹果",
    "不要那苹果了",
    "苹果不要了",
    "退村货",
    "那个苹果我不想要了",
    "取消苹果",
    "pingguo bu yao le",
]


@pytest.fixture
def ordered() -> World:
    world = on_sale(World(), "张有田", "我有50斤苹果，两块一斤", "苹果 张有田 48斤 一等")
    order(world, "桂花", "10")
    world.events.clear()
    return world


@pytest.fixture
def brought(ordered) -> World:
    ordered.hear("boss", "张有田送来 苹果 10.2斤")
    ordered.events.clear()
    return ordered


@pytest.mark.parametrize("channel", ["wechat", "sms"])
@pytest.mark.parametrize("said", ASKS)
def test_a_buyer_hears_when_it_is_brought_and_then_where_it_lies(ordered, said, channel):
    ordered.channels["桂花"] = channel
    reply = ordered.hear("桂花", said).reply
    assert "苹果10斤" in reply
    assert "前送到杨柳" in reply
    assert channel == "wechat" or size(reply, "sms") <= SMS_UNITS
    ordered.hear("boss", "张有田送来 苹果 10.2斤")
    assert "等您来取，取时付20.4元" in ordered.hear("桂花", said).reply
    ordered.hear("boss", "桂花的苹果拿走了")
    if "到了没" not in said and "dao" not in said:
        assert "取走了" in ordered.hear("桂花", said).reply


def test_the_notice_names_the_station(brought):
    assert "在杨柳村站等您来取" in brought.letters[-1].text


def test_what_a_seller_does_not_bring_is_asked_of_his_manager_once(ordered):
    ordered.later(days=3)
    for _ in range(2):
        assert "还没送" in ordered.hear("桂花", "我买的苹果呢").reply
    alerts = [event for event in ordered.events if isinstance(event, AlertRaised)]
    assert len({alert.key for alert in alerts}) == 1
    assert "张有田的苹果10斤" in alerts[0].text


@pytest.mark.parametrize("said", REFUSES)
def test_what_nobody_brought_yet_is_called_off(ordered, said):
    assert "苹果10斤不要了，不收钱" in ordered.hear("桂花", said).reply
    assert last(ordered, SaleCancelled)


@pytest.mark.parametrize("said", [*REFUSES, "苹果坏了", "买的苹果有虫，要退"])
@pytest.mark.parametrize("fetched", [False, True], ids=["lies there", "fetched"])
def test_of_what_was_weighed_the_manager_is_told(brought, said, fetched):
    if fetched:
        brought.hear("boss", "桂花的苹果拿走了")
    assert "告诉站长了" in brought.hear("桂花", said).reply
    assert last(brought, SaleCancelled) is None
    assert "苹果10.2斤" in last(brought, AlertRaised).text


@pytest.mark.parametrize("said", ["苹果能退吗", "苹果不要了行吗", "我订的苹果可以取消吗"])
def test_whether_it_can_be_called_off_calls_nothing_off(ordered, said):
    assert "不要了回“退村货”" in ordered.hear("桂花", said).reply
    assert last(ordered, SaleCancelled) is None


def test_of_two_alike_the_newer_is_called_off_and_the_other_told(ordered):
    order(ordered, "桂花", "5")
    reply = ordered.hear("桂花", "苹果不要了").reply
    assert "苹果5斤不要了" in reply
    assert "另外还订着苹果10斤" in reply


@pytest.mark.parametrize("said", ["苹果多少钱", "有苹果吗", "不要太小的苹果", "盐不要了", "酱油坏了"])
def test_what_is_said_of_other_things_calls_nothing_off(ordered, said):
    assert "您订的" not in ordered.hear("桂花", said).reply
    assert last(ordered, SaleCancelled) is None


def test_both_are_told_where_something_is_ordered_of_the_shop_too(ordered):
    reply = heard(ordered, "桂花", "海天生抽两瓶", "1", "到了没")
    assert "生抽" in reply
    assert "您订的苹果10斤" in reply


def test_while_another_is_chosen_the_word_is_of_that_one(ordered):
    heard(ordered, "桂花", "村货", "1", "5", "苹果不要了")
    assert last(ordered, SaleCancelled) is None
    assert last(ordered, OrderMoved) is None
