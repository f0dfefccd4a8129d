"""Just tied by a code, the child orders at once, before it said what it calls the parent."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from world import World

from bot.domain.people import Person


@pytest.fixture
def world() -> World:
    """The parent lives in 杨柳村; the child has no village and used the code."""
    world = World()
    world.people["小华"] = Person(id="小华", channels=("wechat",))
    code = re.sub(r"\D", "", re.search(r"\d{4} ?\d{4}", world.hear("秀英", "亲情码").reply)[0])
    world.hear("小华", "我叫小华")
    assert "怎么叫" in world.hear("小华", f"亲情码{code}").reply
    return world


@pytest.mark.parametrize("said", ["给我妈买两袋盐", "两袋盐给我妈", "我妈要两袋盐"])
def test_the_goods_go_to_the_parent(world, said):
    reply = world.hear("小华", said).reply
    assert "哪个村" not in reply
    assert "怎么叫" not in reply
    world.hear("小华", "1")
    [order] = world.orders
    assert (order.helper, order.person) == ("小华", "秀英")


def test_an_order_for_oneself_stays_ones_own(world):
    world.hear("小华", "妈")
    assert "哪个村" in world.hear("小华", "来两袋盐").reply
    assert not world.talks["小华"].basket.family


def test_that_names_the_parent(world):
    world.hear("小华", "给我奶奶买两袋盐")
    assert any(tie.word == "奶奶" for tie in world.ties.known.values())


def test_a_name_is_no_village():
    world = World()
    world.hear("小芳", "你好")
    reply = world.hear("小芳", "我叫小芳").reply
    assert "记住了，小芳" in reply
    assert "没找到" not in reply


def test_a_parent_who_wishes_a_paid_order_paid_hears_that_it_is(world):
    world.pay_base = "https://village.example"
    world.hear("小华", "给我妈买两袋盐")
    world.hear("小华", "1")
    world.orders[0] = replace(world.orders[0], paid_fen=world.orders[0].total_fen)
    assert "收到了" in world.hear("秀英", "让小华付").reply
