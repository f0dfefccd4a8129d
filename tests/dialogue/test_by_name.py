"""Parcels that a manager tells of by their owners, where a dialogue as data cannot show it."""

from __future__ import annotations

from world import World, statuses

from bot.domain.order import Status
from bot.domain.people import Person


def ordered(who: str, **more: object) -> World:
    world = World(**more)
    world.hear(who, "盐两袋")
    world.hear(who, "1")
    return world


def test_nothing_is_handed_over_by_name_while_codes_are_refused():
    world = ordered("秀英")
    world.hear("boss", "秀英的到了")
    world.wrong = 5
    assert "停一刻钟" in world.hear("boss", "秀英的拿走了").reply
    assert statuses(world) == [Status.AT_STATION]


def test_two_villagers_of_one_name_are_told_apart_by_asking():
    world = World()
    for who in ("秀英", "另一个"):
        world.people[who] = Person(id=who, name="秀英", station="QS001", channels=("wechat",))
        world.hear(who, "盐两袋")
        world.hear(who, "1")
    turn = world.hear("boss", "秀英的到了")
    assert "2. 2号秀英" in turn.reply
    assert statuses(world) == [Status.PLACED, Status.PLACED]
    world.hear("boss", "2")
    assert statuses(world) == [Status.PLACED, Status.AT_STATION]


def test_a_parcel_that_is_gone_meanwhile_is_not_handed_over_again():
    world = ordered("周德福")
    world.hear("boss", "到 1")
    assert "取走了回1" in world.hear("boss", "周大爷来拿了").reply
    other = world.talks.pop("boss")
    world.hear("boss", f"{world.orders[0].pickup_code}取走了")
    world.talks["boss"] = other
    assert not world.hear("boss", "1").events
