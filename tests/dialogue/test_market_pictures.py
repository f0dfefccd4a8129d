"""The day and the picture of goods: whatever comes between loses neither."""

from __future__ import annotations

import pytest
from market_day import heard, last
from world import World

from bot.domain.events import ListingDescribed, PersonNamed
from bot.domain.message import Picture
from bot.domain.people import Person

PICTURE = Picture(url="http://mmbiz.qpic.cn/1", media_id="m1")
OFFER = "我有一百斤柿子，八块一斤"


@pytest.mark.parametrize(("said", "answer", "days"), [("等哈儿", "3", 7), ("啥", "1", 0), ("我喊朱幺妹", "2", 3)])
def test_what_is_not_understood_leaves_the_question_of_the_day_open(said, answer, days):
    world = World()
    assert "什么时候能拿来" in heard(world, "朱二", OFFER, "1", said)
    world.hear("朱二", answer)
    assert (last(world, ListingDescribed).ready_on - world.at.date()).days == days


@pytest.mark.parametrize(
    ("words", "then"),
    [((OFFER,), "对吗"), ((OFFER, "1"), "什么时候能拿来"), ((OFFER, "1", "1"), "跟着货一起给人看")],
    ids=["read back", "day", "picture"],
)
def test_a_picture_is_kept_whenever_it_comes(words, then):
    world = World()
    heard(world, "朱二", *words)
    reply = world.hear("朱二", PICTURE).reply
    assert "照片收到了" in reply
    assert then in reply
    assert last(world, ListingDescribed).photo == PICTURE.url
    if then == "什么时候能拿来":
        assert "照片" not in world.hear("朱二", "1").reply
    if then == "对吗":
        world.hear("朱二", "九块")
        (key,) = [one.key for one in world.market.listings.values() if one.status == "draft"]
        assert world.market.listings[key].photo == PICTURE.url


def test_a_picture_that_nobody_asked_for_is_taken_for_the_goods_only_after_a_yes():
    world = World()
    assert "看不懂" in world.hear("桂花", PICTURE).reply
    heard(world, "朱二", OFFER, "1", "1", "0")
    world.events.clear()
    assert "这是您卖的柿子的照片吗" in world.hear("朱二", PICTURE).reply
    assert last(world, ListingDescribed) is None
    assert "看不懂" in world.hear("朱二", "0").reply
    assert last(world, ListingDescribed) is None
    world.hear("朱二", PICTURE)
    assert "跟着货一起给人看" in world.hear("朱二", "1").reply
    assert "看不懂" in world.hear("朱二", PICTURE).reply  # there is one


@pytest.mark.parametrize(("said", "name"), [("我是冯老五", "冯老五"), ("冯大妈", "冯大妈"), ("俺是冯有田。", "冯有田")])
def test_the_name_that_was_asked_for_may_be_told_as_people_do(said, name):
    world = World()
    world.people["新来的"] = Person(id="新来的", station="QS001", channels=("wechat",))
    reply = heard(world, "新来的", OFFER, "1", said)
    assert f"记住了，{name}" in reply
    assert "什么时候能拿来" in reply
    assert last(world, PersonNamed).name == name


@pytest.mark.parametrize("said", ["明天", "我是杨柳村的", "不知道"])
def test_other_answers_are_no_name(said):
    world = World()
    world.people["新来的"] = Person(id="新来的", station="QS001", channels=("wechat",))
    heard(world, "新来的", OFFER, "1", said)
    assert last(world, PersonNamed) is None
