"""Whose usual a manager means."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace
from world import SHOP, World

from catalog.shop import Shop


@pytest.fixture
def world() -> World:
    world = World()
    for said in ("帮赵大爷买盐两袋", "1", "毛毯一条", "1"):
        world.hear("boss", said)
    return world


@pytest.mark.parametrize(
    "said",
    [
        "给赵大爷照旧来一单",
        "赵大爷老样子",
        "赵大爷上次那些再来一份",
        "帮赵大爷照上次的下一单",
        "赵大爷还是老规矩",
        "赵大爷要跟上次一样的",
    ],
)
def test_somebody_is_named(world, said):
    reply = world.hear("boss", said).reply
    assert reply.startswith("给赵大爷")
    assert "盐400g 2袋" in reply


@pytest.mark.parametrize(
    "said",
    [
        "照旧来一单",
        "帮我照旧来一单",
        "给我老样子来",
        "跟上次一样",
        "再来一单",
        "还是老样子",
        "上次那些再来一份",
        "一模一样再来一单",
        "昨天那单再来一遍",
    ],
)
def test_nobody_is_named(world, said):
    reply = world.hear("boss", said).reply
    assert reply.startswith("恒源祥毛毯 1条")


def usual_of(now) -> str:
    """What 老样子 answers where salt and a bottle were bought and the shop has changed since."""
    world = World()
    for said in ("盐三袋，二锅头一瓶", "1"):
        world.hear("秀英", said)
    world.shop = Shop(now(product) for product in SHOP.products if now(product) is not None)
    return world.hear("秀英", "老样子").reply


def test_bags_that_come_by_the_box_now_are_asked_about_not_multiplied():
    reply = usual_of(lambda p: replace(p, unit="箱", price_fen=7200) if p.sku == "S07" else p)
    assert "如今论箱卖" in reply
    assert "要几箱" in reply
    assert "上回2.5元" not in reply


def test_what_is_sold_out_has_others_of_its_kind_offered_where_nothing_else_is_left():
    world = World()
    for said in ("海天草菇老抽一瓶", "1"):
        world.hear("秀英", said)
    world.left["S03"] = Decimal(0)
    reply = world.hear("秀英", "老样子").reply
    assert "卖完了" in reply
    assert "1. 海天金标生抽酱油500ml" in reply
    assert "S03" not in world.hear("秀英", "1").reply
