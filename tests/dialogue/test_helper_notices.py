"""What the child hears of a parent's order that is late, or that nobody fetches."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from world import World

from bot.domain.events import OrderDelayed, ParcelWaited


@pytest.fixture
def world() -> World:
    world = World()
    world.person("王秀英")
    world.person("小芳")
    world.ties.agree("王秀英", "小芳", "妈", world.at)
    world.hear("小芳", "给我妈买两袋盐")
    world.hear("小芳", "1")
    world.letters.clear()
    return world


def heard(world: World, who: str) -> list[str]:
    return [letter.text for letter in world.letters if letter.to == who]


def test_both_hear_that_it_is_late(world):
    order = world.orders[0]
    world.record(OrderDelayed(number=order.number, at=world.at, by="county", until=order.promised_by))
    assert "耽搁" in heard(world, "王秀英")[0]
    assert heard(world, "小芳") == [
        f"王秀英的中盐加碘食盐400g 2袋路上耽搁了，改到11月26日，到了告诉您。单号{order.number}。"
    ]


def test_the_child_hears_that_nobody_fetches_it_unless_it_wants_no_reminders(world):
    waited = ParcelWaited(number=world.orders[0].number, days=2, does="remind", at=world.at)
    world.record(waited)
    (text,) = heard(world, "小芳")
    assert "等了2天还没拿" in text
    world.letters.clear()
    world.people["小芳"] = replace(world.people["小芳"], opted_out=True)
    world.record(waited)
    assert heard(world, "小芳") == []
    assert heard(world, "王秀英")
