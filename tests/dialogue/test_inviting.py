"""A new manager types the one-time code the county gave them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from world import NOON, World

from bot.domain.events import ManagerAppointed
from bot.domain.invite import Invite
from bot.domain.people import Person


@pytest.fixture
def world():
    world = World()
    world.people["新站长"] = Person(id="新站长", channels=("wechat",))
    for code, station in (("12345678", "QS001"), ("87654321", "QS007")):
        world.invites[code] = Invite(code=code, station=station, created_at=NOON, expires_at=NOON + timedelta(days=7))
    return world


@pytest.mark.parametrize(
    "said", ["邀请码 12345678", "邀请码12345678", "邀请码：1234 5678", "我的邀请码是12345678。", "yaoqingma 12345678"]
)
@pytest.mark.parametrize("channel", ["wechat", "sms"])
def test_whoever_types_the_code_runs_the_station(world, said, channel):
    world.channels["新站长"] = channel
    turn = world.hear("新站长", said)
    assert "杨柳村站现在归您管了" in turn.reply
    assert world.people["新站长"].manages == ("QS001",)
    assert world.people["boss"].manages == ()


def test_a_code_serves_once(world):
    world.people["别人"] = Person(id="别人", channels=("wechat",))
    world.hear("新站长", "邀请码 12345678")
    assert "归您管" in world.hear("新站长", "邀请码 12345678").reply
    turn = world.hear("别人", "邀请码 12345678")
    assert "用过了" in turn.reply
    assert not turn.events


def test_a_code_expires(world):
    world.later(days=8)
    assert "过期" in world.hear("新站长", "邀请码 12345678").reply
    assert world.people["boss"].manages == ("QS001",)


def test_the_code_of_a_closed_station_opens_nothing(world):
    assert "不对" in world.hear("新站长", "邀请码 87654321").reply


def test_who_tries_codes_out_is_stopped_for_the_day(world):
    for n in range(5):
        assert "不对" in world.hear("新站长", f"邀请码 1111111{n}").reply
    assert "明天再试" in world.hear("新站长", "邀请码 12345678").reply
    assert not any(isinstance(event, ManagerAppointed) for event in world.events)
    world.later(hours=25)
    assert "归您管" in world.hear("新站长", "邀请码 12345678").reply


def test_without_a_code_it_is_said_how(world):
    assert "八个数字" in world.hear("新站长", "邀请码").reply


def test_who_ran_the_station_until_now_is_told_and_thanked(world):
    world.hear("新站长", "邀请码 12345678")
    (letter,) = (letter for letter in world.letters if letter.notice == "manager_replaced")
    assert letter.to == "boss"
    assert "杨柳村站现在由" in letter.text
    assert "辛苦" in letter.sms
