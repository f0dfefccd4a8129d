"""Who is told of what, once, in words that fit."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from world import NOON, YANGLIU, World

from bot.dialogue.notices import Around, letters
from bot.dialogue.pages import SMS_UNITS, size
from bot.domain.events import AlertRaised, OptedOut, OrderDelayed, OrderMoved, PhoneCodeSent
from bot.domain.order import Order, Status
from intents.acts import Add, Confirm
from intents.item import Item


@pytest.fixture
def order() -> Order:
    world = World()
    for sku in ("S01", "S02", "S03", "S10", "S08"):
        world.do("秀英", Add(items=(Item(mention="x", skus=(sku,), quantity=2),)))
    world.do("秀英", Confirm(), text="1")
    return world.orders[0]


def around(order: Order, **more) -> Around:
    return Around(**{"at": NOON, "order": order, "station": YANGLIU, "managers": ("boss", "wife")} | more)


def moved(order: Order, to: Status, by="county", **more) -> OrderMoved:
    return OrderMoved(number=order.number, to=to, at=NOON, by=by, **more)


def test_an_arrival_is_told_once_whoever_reports_it(order):
    first = letters(moved(order, Status.AT_STATION, pickup_code="4821"), around(order))
    again = letters(moved(order, Status.AT_STATION, by="manager", pickup_code="4821"), around(order))
    assert [letter.key for letter in first] == [letter.key for letter in again]
    (letter,) = first
    assert letter.to == "秀英"
    assert "4821" in letter.text
    assert "4821" in letter.sms
    assert letter.params["character_string"] == "4821"
    assert len(letter.params["thing"]) <= 20


@pytest.mark.parametrize("to", [Status.PACKED, Status.AT_COUNTY, Status.IN_TRANSIT, Status.COLLECTED])
def test_steps_that_matter_to_nobody_are_not_told(order, to):
    assert not letters(moved(order, to), around(order))


@pytest.mark.parametrize("to", [Status.OUT_FOR_DELIVERY, Status.CANCELLED, Status.RETURNED, Status.REFUNDED])
def test_steps_that_matter_are_told_in_one_sms(order, to):
    (letter,) = letters(moved(order, to), around(order))
    assert size(letter.sms, "sms") <= 70


def test_nobody_is_told_what_they_did_themselves(order):
    assert not letters(moved(order, Status.CANCELLED, by="villager"), around(order))


def test_a_villager_without_a_phone_is_not_written_to(order):
    nobodys = replace(order, person=None)
    assert not letters(moved(order, Status.AT_STATION, pickup_code="4821"), around(nobodys))


def test_goods_for_home_are_announced_as_such(order):
    at_home = replace(order, delivery="home", address="3组")
    (letter,) = letters(moved(order, Status.AT_STATION, pickup_code="4821"), around(at_home))
    assert "送" in letter.text


@pytest.mark.parametrize(("until", "said"), [(None, "晚些"), (date(2026, 11, 28), "11月28日")])
def test_a_delay_is_told_with_the_new_day_where_it_is_known(order, until, said):
    (letter,) = letters(OrderDelayed(number=order.number, at=NOON, by="carrier", until=until), around(order))
    assert said in letter.text
    assert said in letter.sms


def test_alerts_go_to_every_manager_and_new_orders_in_bundles():
    event = AlertRaised(station="QS001", kind="order_placed", level="info", text="新单" * 200, key="k")
    found = letters(event, Around(at=NOON, station=YANGLIU, managers=("boss", "wife")))
    assert [letter.to for letter in found] == ["boss", "wife"]
    assert len({letter.key for letter in found}) == 2
    assert {letter.bundle for letter in found} == {"orders:QS001"}
    assert all(size(letter.sms, "sms") <= 134 for letter in found)


def test_a_phone_code_goes_to_the_phone():
    (letter,) = letters(PhoneCodeSent(person="p", phone="+8613800000000", code="012345"), Around(at=NOON))
    assert letter.to == "sms:+8613800000000"
    assert "012345" in letter.sms
    assert size(letter.sms, "sms") <= 70


def test_the_rest_writes_no_letters():
    assert letters(OptedOut(person="p"), Around(at=NOON)) == ()


def test_a_whole_sms_never_exceeds_two_parts(order):
    for to in Status:
        for letter in letters(moved(order, to, pickup_code="4821", reason="缺货"), around(order)):
            assert size(letter.sms, "sms") <= SMS_UNITS
