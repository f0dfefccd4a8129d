"""What is offered before the village is known need not be said again."""

from __future__ import annotations

import pytest
from market_day import heard
from world import World

from bot.domain.events import ListingOffered
from bot.domain.people import Person


def new() -> World:
    world = World()
    world.people["新来的"] = Person(id="新来的", channels=("wechat",))
    return world


def test_an_offer_is_gone_on_with_once_the_village_is_told():
    world = new()
    assert "哪个村" in world.hear("新来的", "我有五百斤苹果，两块一斤").reply
    assert "苹果500斤" in world.hear("新来的", "杨柳村").reply
    assert any(isinstance(event, ListingOffered) for event in world.events)
    assert world.talks["新来的"].selling is None


@pytest.mark.parametrize(
    "said",
    [
        "我是杨柳村的，我有五百斤苹果，两块一斤",
        "我有五百斤苹果，两块一斤，我是杨柳村的",
        "我家在杨柳村，有500斤苹果卖，两块一斤",
    ],
)
def test_the_village_may_be_told_with_the_offer(said):
    world = new()
    reply = world.hear("新来的", said).reply
    assert "苹果500斤，2元/斤" in reply
    assert "酱油" not in reply  # what can be bought is for another time
    assert "看过货" in world.hear("新来的", "1").reply


@pytest.mark.parametrize(
    ("answers", "words"), [(("1",), "苹果500斤"), (("石桥镇",), "苹果500斤"), (("0", "杨柳村"), "苹果500斤")]
)
def test_of_several_villages_of_the_name_it_is_asked_first_and_the_offer_is_kept(answers, words):
    world = new()
    told = world.hear("新来的", "我是大湾村的，我有五百斤苹果，两块一斤").reply
    assert "1. " in told
    assert "对吗" not in told
    assert words in heard(world, "新来的", *answers)


@pytest.mark.parametrize("answer", ["0", "1"])
def test_whoever_has_a_village_keeps_the_offer_too(answer):
    world = World()
    told = world.hear("老张", "我是大湾村的，我有苹果要卖").reply
    assert "有多少斤" not in told
    assert "有多少斤" in world.hear("老张", answer).reply
    assert "一斤卖多少钱" in world.hear("老张", "500").reply


def test_a_village_that_is_not_found_does_not_lose_the_offer():
    assert "有多少斤" in World().hear("老张", "我是月亮村的，我有苹果要卖").reply
