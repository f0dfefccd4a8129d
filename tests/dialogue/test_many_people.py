"""A manager orders for a whole list, or speaks to the whole village: one read-back, one yes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from world import World, statuses

from bot.dialogue.pages import SMS_UNITS, size
from bot.domain.events import BroadcastSent, DemandHeard, OptedOut, OrderPlaced
from intents.acts import Broadcast, Confirm, Deny, Jielong
from intents.item import Entry, Item

SALT, BLANKET = ("S07",), ("S11",)
PAPER = ("S08", "S09")


def item(skus, quantity=1, mention="货"):
    return Item(mention=mention, skus=skus, quantity=Decimal(quantity))


def entry(person, *items):
    return Entry(person=person, items=items)


@pytest.fixture
def world() -> World:
    return World()


def placed(turn) -> list[OrderPlaced]:
    return [event for event in turn.events if isinstance(event, OrderPlaced)]


def test_a_list_becomes_one_order_a_person_after_one_yes(world):
    world.person("王婶")
    rows = (entry("王婶", item(SALT, 2)), entry("二牛", item(SALT), item(BLANKET)), entry("王婶", item(SALT, 1)))
    turn = world.do("boss", Jielong(entries=rows))
    assert not placed(turn)
    for said in (
        "接龙2人",
        "食盐400g 4袋",
        "王婶：中盐加碘食盐400g 3袋，7.5元",
        "二牛",
        "161.5元",
        "共169元",
        "11月26日",
        "回1",
    ):
        assert said in turn.reply
    turn = world.do("boss", Confirm(), text="确认")
    assert [(o.recipient, o.person, o.placed_by) for o in world.orders] == [
        ("王婶", "王婶", "manager:QS001"),
        ("二牛", None, "manager:QS001"),
    ]
    assert [o.slip for o in world.orders] == [1, 2]
    assert len({o.number for o in world.orders}) == 2
    assert "取消" in turn.reply


def test_what_several_articles_fit_is_asked_once_for_all(world):
    rows = (entry("王婶", item(PAPER, 2, "卫生纸")), entry("二牛", item(PAPER, 1, "纸")))
    turn = world.do("boss", Jielong(entries=rows))
    assert "卫生纸是哪种" in turn.reply
    turn = world.do("boss", text="2")
    assert "心相印茶语卷纸10卷 3提" in turn.reply
    world.do("boss", Confirm(), text="1")
    assert [[line.sku for line in o.lines] for o in world.orders] == [["S09"], ["S09"]]


def test_what_is_not_carried_is_named_and_remembered(world):
    turn = world.do("boss", Jielong(entries=(entry("王婶", item(SALT)), entry("二牛", item((), 1, "风油精")))))
    assert "没算进去：二牛的风油精" in turn.reply
    assert [event.mention for event in turn.events if isinstance(event, DemandHeard)] == ["风油精"]


def test_an_amount_one_would_have_to_guess_is_left_out(world):
    crate = Item(mention="盐", skus=SALT, unit="箱")
    turn = world.do("boss", Jielong(entries=(entry("王婶", item(BLANKET)), entry("二牛", crate))))
    assert "二牛的盐（数量没写清）" in turn.reply
    assert "接龙1人" in turn.reply


def test_a_yes_pressed_twice_orders_once(world):
    world.do("boss", Jielong(entries=(entry("王婶", item(SALT)),)))
    world.do("boss", Confirm(), text="1")
    assert "下好了" in world.do("boss", Confirm(), text="1").reply
    assert len(world.orders) == 1


def test_a_list_of_nothing_to_order_is_said_so(world):
    assert "没有能下单" in world.do("boss", Jielong(entries=(entry("二牛", item((), 1, "风油精")),))).reply
    assert world.talks["boss"].roll is None


def test_a_list_ordered_by_mistake_is_taken_back_within_minutes(world):
    world.do("boss", Jielong(entries=(entry("王婶", item(SALT)), entry("二牛", item(SALT)))))
    world.do("boss", Confirm(), text="1")
    world.later(minutes=5)
    assert "2单都取消了" in world.hear("boss", "取消").reply
    assert statuses(world) == ["cancelled", "cancelled"]


def test_later_nothing_of_it_is_taken_back_at_once(world):
    world.do("boss", Jielong(entries=(entry("王婶", item(SALT)),)))
    world.do("boss", Confirm(), text="1")
    world.later(minutes=20)
    world.hear("boss", "取消")
    assert statuses(world) == ["placed"]


def test_a_list_refused_orders_nothing(world):
    world.do("boss", Jielong(entries=(entry("王婶", item(SALT)),)))
    assert "没有下单" in world.do("boss", Deny(), text="0").reply
    assert not world.do("boss", Confirm(), text="1").events


def test_one_line_of_a_list_is_corrected(world):
    world.do(
        "boss", Jielong(entries=(entry("王婶", item(SALT, 2)), entry("二牛", item(SALT, 3)), entry("小芳", item(SALT))))
    )
    assert "哪里不对" in world.hear("boss", "不对").reply
    assert "二牛：中盐加碘食盐400g 5袋" in world.hear("boss", "不对，二牛是5袋").reply
    assert "接龙2人" in world.hear("boss", "小芳不要了").reply
    world.hear("boss", "1")
    assert [(o.recipient, o.lines[0].quantity) for o in world.orders] == [("王婶", 2), ("二牛", 5)]


def test_a_list_comes_back_after_another_thing(world):
    world.do("boss", Jielong(entries=(entry("王婶", item(SALT)),)))
    assert "接龙1人" in world.hear("boss", "今天多少单").reply
    world.do("boss", Confirm(), text="1")
    assert len(world.orders) == 1


def test_more_than_the_county_has_is_not_ordered(world):
    turn = world.do("boss", Jielong(entries=(entry("王婶", item(("S13",), 2)), entry("二牛", item(("S13",), 1)))))
    assert "只剩2盒，要3盒" in turn.reply
    assert not world.do("boss", Confirm(), text="1").events


def test_a_hundred_orders_have_a_hundred_numbers(world):
    world.do("boss", Jielong(entries=tuple(entry(f"乡亲{n}", item(SALT)) for n in range(100))))
    while not world.orders:
        world.do("boss", Confirm(), text="1")
    assert len({o.number for o in world.orders}) == len({o.slip for o in world.orders}) == 100


def test_a_broadcast_goes_after_a_yes_to_who_has_not_opted_out(world):
    for who in ("秀英", "桂兰", "不听"):
        world.person(who)
    world.record(OptedOut(person="不听"))
    turn = world.do("boss", Broadcast(text="明天上午修路"))
    assert "2位乡亲" in turn.reply
    assert "每人1条" in turn.reply
    assert not turn.events
    (event,) = world.do("boss", Confirm(), text="1").events
    assert isinstance(event, BroadcastSent)
    assert {letter.to for letter in world.letters} == {"秀英", "桂兰"}
    assert all("修路" in letter.text and not letter.urgent and not letter.marketing for letter in world.letters)
    assert all(size(letter.sms, "sms") <= SMS_UNITS for letter in world.letters)


def test_a_broadcast_refused_is_not_sent(world):
    world.person("秀英")
    world.do("boss", Broadcast(text="明天上午修路"))
    assert not world.do("boss", Deny(), text="0").events


def test_by_night_it_is_said_that_it_goes_in_the_morning(world):
    world.person("秀英")
    world.later(hours=10)
    assert "明早八点" in world.do("boss", Broadcast(text="修路")).reply


def test_what_no_sms_holds_is_not_sent(world):
    world.person("秀英")
    assert "装不下" in world.do("boss", Broadcast(text="修" * 150)).reply
