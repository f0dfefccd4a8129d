"""A phone becomes part of a WeChat person by a code that went to it."""

from __future__ import annotations

import pytest
from world import World

from bot.domain.events import PhoneCodeSent, PhoneLinked


@pytest.fixture
def world() -> World:
    return World()


def sent(world: World, said: str = "绑定 138 1234 5678") -> str:
    (event,) = world.hear("秀英", said).events
    assert event.phone == "+8613812345678"
    return event.code


@pytest.mark.parametrize(
    "said", ["绑定13812345678", "13812345678", "绑定手机 +86 138 1234 5678", "手机号138-1234-5678"]
)
def test_a_phone_is_asked_to_prove_itself(world, said):
    turn = world.hear("秀英", said)
    assert [type(event) for event in turn.events] == [PhoneCodeSent]
    assert "5678" in turn.reply
    assert "13812345678" not in turn.reply
    assert turn.events[0].code not in turn.reply


def test_without_a_number_it_is_asked_for(world):
    turn = world.hear("秀英", "绑定手机")
    assert not turn.events
    assert "手机号" in turn.reply


def test_the_right_code_links(world):
    code = sent(world)
    assert world.hear("秀英", f" {code} ").events == (PhoneLinked(person="秀英", phone="+8613812345678"),)
    assert not world.hear("秀英", code).events


def test_three_wrong_codes_end_it(world):
    code = sent(world)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(3):
        assert not world.hear("秀英", wrong).events
    assert not world.hear("秀英", code).events


def test_a_code_grows_old(world):
    code = sent(world)
    world.later(minutes=11)
    turn = world.hear("秀英", code)
    assert not turn.events
    assert "过期" in turn.reply


def test_one_code_a_minute(world):
    sent(world)
    assert not world.hear("秀英", "绑定13812345678").events
    world.later(minutes=2)
    sent(world)


def test_five_codes_a_day(world):
    for _ in range(5):
        sent(world)
        world.later(minutes=2)
    assert "明天" in world.hear("秀英", "绑定13812345678").reply
    world.later(hours=24)
    sent(world)


def test_a_linked_phone_is_not_linked_again(world):
    world.hear("秀英", sent(world))
    assert not world.hear("秀英", "绑定13812345678").events


def test_by_sms_the_phone_is_known_already(world):
    world.channels["老李"] = "sms"
    assert not world.hear("老李", "绑定13812345678").events


def test_a_phone_in_an_address_is_part_of_it(world):
    world.hear("秀英", "恒源祥毛毯一条，送到家里")
    turn = world.hear("秀英", "3组18号李家，13812345678")
    assert not any(isinstance(event, PhoneCodeSent) for event in turn.events)
    assert "3组18号" in turn.reply
