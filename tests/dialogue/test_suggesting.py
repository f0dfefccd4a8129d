"""Suggestions and reminders: by SMS only to who wished them, never by night, in no page more, and ordered by a word."""

from __future__ import annotations

from decimal import Decimal

import pytest
from world import NOON, World

from bot.dialogue.pages import SMS_UNITS, size
from bot.domain.events import GoodsLookedAt, GoodsSuggested, OrderPlaced, RemindersWished
from bot.domain.running_out import Purchase

LATER = {"days": 30}


def ordered_once(channel: str, *then: str) -> World:
    """Paper was bought a month ago, and now salt is."""
    world = World()
    world.channels["秀英"] = channel
    for text in ("维达卷纸两提", "1", *then):
        world.hear("秀英", text)
    world.later(**LATER)
    return world


def salt(world: World) -> str:
    world.hear("秀英", "盐一袋")
    return world.hear("秀英", "1").reply


def reminded(channel: str = "sms") -> World:
    world = ordered_once(channel, "快没了提醒我")
    bought = Purchase(
        sku="S08", name="维达卷纸", unit="提", quantity=Decimal(2), day=NOON.date(), number=world.orders[0].number
    )
    world.record(GoodsLookedAt(person="秀英", out=bought, at=world.at))
    return world


def skus(world: World) -> list[dict[str, int]]:
    return [{line.sku: int(line.quantity) for line in order.lines} for order in world.orders]


def test_by_sms_who_wished_it_is_suggested_what_was_bought_a_while_ago():
    world = ordered_once("sms", "快没了提醒我")
    reply = salt(world)
    assert "再来2提" in reply
    assert "别推荐" in reply
    assert size(reply, "sms") <= SMS_UNITS
    world.hear("秀英", "再来一份")
    world.hear("秀英", "1")
    assert skus(world) == [{"S08": 2}, {"S07": 1}, {"S08": 2}]


def test_by_sms_nobody_else_is_suggested_anything_but_hears_once_that_reminders_can_be_had():
    world = ordered_once("sms")
    assert "提醒我" in salt(world)
    assert [e.bought for e in world.events if isinstance(e, GoodsSuggested)] == [None]
    world.later(days=8)
    assert "提醒我" not in salt(world)
    world.hear("秀英", "提醒我")
    assert [e.wished for e in world.events if isinstance(e, RemindersWished)] == [True]


def test_on_wechat_the_line_is_as_before():
    assert "要不要再来2提" in salt(ordered_once("wechat"))


@pytest.mark.parametrize("channel", ["wechat", "sms"])
@pytest.mark.parametrize("hours", [9, 11, 19.9])
def test_by_night_nothing_is_suggested(channel, hours):
    world = ordered_once(channel, "快没了提醒我")
    world.later(hours=hours)
    assert "再来2提" not in salt(world)
    assert not [e for e in world.events if isinstance(e, GoodsSuggested)]


@pytest.mark.parametrize("channel", ["wechat", "sms"])
@pytest.mark.parametrize("no", ["别推荐", "TD"])
def test_who_wants_none_gets_none(channel, no):
    assert "再来2提" not in salt(ordered_once(channel, "快没了提醒我", no))


def test_what_has_no_room_in_the_reply_is_not_said():
    world = ordered_once("sms", "快没了提醒我")
    world.hear("秀英", "盐一袋，白醋一瓶，红糖一袋，挂面一把，二锅头一瓶，抽纸一提，牙膏一支，香皂一块")
    reply = world.hear("秀英", "1").reply
    assert size(reply, "sms") <= SMS_UNITS


@pytest.mark.parametrize("channel", ["wechat", "sms"])
@pytest.mark.parametrize("said", ["1", "要", "再来一份", "zai lai yi fen"])
def test_a_reminder_is_answered_by_a_word_and_read_back_before_it_counts(said, channel):
    world = reminded(channel)
    world.later(days=1)
    assert "维达" in world.hear("秀英", said).reply
    assert len(world.orders) == 1
    world.hear("秀英", "1")
    assert skus(world) == [{"S08": 2}, {"S08": 2}]


def test_the_reminder_says_how_and_how_to_hear_no_more():
    (letter,) = [one for one in reminded().letters if one.notice == "running_out"]
    for text in (letter.text, letter.sms):
        assert "要就回1" in text
        assert "别提醒" in text
    assert letter.marketing
    assert size(letter.sms, "sms") <= SMS_UNITS


@pytest.mark.parametrize("said", ["1", "要"])
def test_after_some_days_the_word_means_no_reminder(said):
    world = reminded()
    world.later(days=4)
    world.hear("秀英", said)
    assert not world.talks["秀英"].basket.lines


def test_what_was_ordered_since_ends_the_reminder():
    world = reminded()
    assert world.facts("秀英").reminders.told_lately() is not None
    world.later(hours=1)
    for text in ("维达卷纸一提", "1"):
        world.hear("秀英", text)
    assert world.facts("秀英").reminders.told_lately() is None


def test_where_something_is_asked_or_in_the_basket_the_word_answers_that():
    world = reminded()
    world.hear("秀英", "盐一袋")
    world.hear("秀英", "1")
    assert skus(world)[-1] == {"S07": 1}
    assert sum(isinstance(e, OrderPlaced) for e in world.events) == 2
