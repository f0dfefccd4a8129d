"""Whose usual a manager means."""

from __future__ import annotations

import pytest
from world import World


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
