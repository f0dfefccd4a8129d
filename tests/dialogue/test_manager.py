"""What a station's manager does by chat, where a story is too long a way."""

from __future__ import annotations

from decimal import Decimal

import pytest
from world import MANAGER, World, statuses

from bot.domain.events import AlertRaised, HandoffClosed, OrderMoved, OrderPlaced, PickupRefused, StockMoved
from bot.domain.order import Status
from bot.domain.people import Person, Station
from intents.acts import Add, Arrived, Confirm, Deny, HandedOver, Human, OrderFor, StockIn, Summary, WalkInSale
from intents.item import Item


def item(sku="S07", quantity=1, **more):
    return Item(mention="食盐", skus=(sku,), quantity=Decimal(quantity), unit="袋", **more)


@pytest.fixture
def world() -> World:
    return World()


def order(world, who, sku="S07"):
    world.do(who, Add(items=(item(sku),)))
    world.do(who, Confirm(), text="1")


def test_an_arrival_passes_through_every_state_between(world):
    order(world, "秀英")
    turn = world.do("boss", Arrived(order_no="1"))
    assert [event.to for event in turn.events] == [
        Status.PACKED, Status.AT_COUNTY, Status.IN_TRANSIT, Status.AT_STATION,
    ]  # fmt: skip  # a table, a row a line
    code = world.orders[0].pickup_code
    assert len(code) == 4
    assert [letter.to for letter in world.letters if code in letter.text] == ["秀英"]


def test_who_cannot_be_told_of_an_arrival_is_named_to_the_manager(world):
    world.do("boss", OrderFor(person="孙奶奶", items=(item(),)))
    world.do("boss", Confirm(), text="1")
    order(world, "秀英")
    turn = world.do("boss", Arrived(order_no="全"))
    assert "请捎个话：1号孙奶奶。" in turn.reply


def test_a_parcel_given_away_without_a_code_is_asked_for_it(world):
    assert "四位数" in world.hear("boss", "取走了").reply


def test_codes_at_a_station_differ(world):
    for n in range(30):
        order(world, f"人{n}")
    world.do("boss", Arrived(order_no="全"))
    assert len({o.pickup_code for o in world.orders}) == 30


def test_all_arrived_means_what_is_on_the_lorry(world):
    order(world, "秀英")
    order(world, "桂兰")
    for to in (Status.PACKED, Status.AT_COUNTY, Status.IN_TRANSIT):
        world.record(OrderMoved(number=world.orders[0].number, to=to, at=world.at, by="county"))
    turn = world.do("boss", Arrived(order_no="全"))
    assert statuses(world) == [Status.AT_STATION, Status.PLACED]
    assert "2号" in turn.reply


def test_wrong_codes_are_counted_and_stop_the_counter(world):
    order(world, "秀英")
    world.do("boss", Arrived(order_no="1"))
    code = world.orders[0].pickup_code
    wrong = "0000"
    events = [event for _ in range(5) for event in world.do("boss", HandedOver(pickup_code=wrong)).events]
    assert sum(isinstance(event, PickupRefused) for event in events) == 5
    assert sum(isinstance(event, AlertRaised) for event in events) == 1
    assert not world.do("boss", HandedOver(pickup_code=code)).events
    world.wrong = 0
    world.do("boss", HandedOver(pickup_code=code))
    assert statuses(world) == [Status.COLLECTED]


def test_guessing_in_one_message_is_limited_too(world):
    order(world, "秀英")
    world.do("boss", Arrived(order_no="1"))
    guesses = tuple(HandedOver(pickup_code=f"{n:04d}") for n in range(9))
    events = world.do("boss", *guesses, HandedOver(pickup_code=world.orders[0].pickup_code)).events
    assert sum(isinstance(event, PickupRefused) for event in events) == 5
    assert not any(isinstance(event, OrderMoved) for event in events)


def test_two_people_ordered_for_in_one_breath_are_two_orders(world):
    unclear = Item(mention="酱油", skus=("S01", "S02"), quantity=Decimal(1))
    turn = world.do(
        "boss",
        OrderFor(person="孙奶奶", items=(item(), unclear)),
        OrderFor(person="李叔", items=(item("S11"), Item(mention="风油精", quantity=Decimal(1)))),
    )
    assert "酱油有2种" in turn.reply
    assert "风油精" in turn.reply
    assert "给孙奶奶" in world.do("boss", text="1").reply
    turn = world.do("boss", Confirm(), text="1")
    assert "给李叔" in turn.reply
    world.do("boss", Confirm(), text="1")
    assert [(o.recipient, len(o.lines), o.person, o.placed_by) for o in world.orders] == [
        ("孙奶奶", 2, None, "manager:QS001"),
        ("李叔", 1, None, "manager:QS001"),
    ]


def test_the_one_villager_of_that_name_is_told_when_it_arrives(world):
    world.person("秀英")
    turn = world.do("boss", OrderFor(person="秀英", items=(item(),)))
    turn = world.do("boss", Confirm(), text="1")
    assert "告诉秀英" in turn.reply
    assert (world.orders[0].person, world.orders[0].placed_by) == ("秀英", "manager:QS001")
    world.do("boss", Arrived(order_no="1"))
    assert [letter.to for letter in world.letters if "取货码" in letter.text] == ["秀英"]


def test_of_two_of_one_name_nobody_is_told(world):
    for who in ("秀英", "另一个"):
        world.people[who] = Person(id=who, name="秀英", station="QS001", channels=("wechat",))
    world.do("boss", OrderFor(person="秀英", items=(item(),)))
    world.do("boss", Confirm(), text="1")
    assert world.orders[0].person is None


def test_refusing_one_persons_order_goes_on_with_the_next(world):
    world.do("boss", OrderFor(person="孙奶奶", items=(item(),)), OrderFor(person="李叔", items=(item("S11"),)))
    turn = world.do("boss", Deny(), text="0")
    assert "给李叔" in turn.reply
    world.do("boss", Confirm(), text="1")
    assert [o.recipient for o in world.orders] == ["李叔"]


def test_a_managers_own_order_alerts_nobody(world):
    order(world, "boss")
    assert [type(event) for event in world.events] == [OrderPlaced]


def test_villagers_do_nothing_of_a_managers(world):
    for act in (Arrived(order_no="全"), HandedOver(pickup_code="1234"), Summary(), StockIn(items=(item(),))):
        turn = world.do("秀英", act)
        assert not turn.events
        assert "没听懂" in turn.reply


def test_the_shelf_is_booked_and_the_booking_taken_back(world):
    turn = world.do("boss", StockIn(items=(item(quantity=20), item("S10", 2))))
    assert sum(isinstance(event, StockMoved) for event in turn.events) == 2
    world.do("boss", Deny(), text="0")
    assert set(world.shelf.values()) == {Decimal(0)}


def test_more_than_the_shelf_holds_is_not_sold(world):
    world.do("boss", StockIn(items=(item(quantity=2),)))
    assert not world.do("boss", WalkInSale(items=(item(quantity=3),))).events
    assert world.do("boss", WalkInSale(items=(item(quantity=2),))).events
    assert world.shelf["QS001", "S07"] == 0


def test_one_sale_of_an_article_named_twice_counts_both(world):
    world.do("boss", StockIn(items=(item(quantity=3),)))
    turn = world.do("boss", WalkInSale(items=(item(quantity=2), item(quantity=2))))
    assert sum(isinstance(event, StockMoved) for event in turn.events) == 1
    assert world.shelf["QS001", "S07"] == 1


def test_unclear_goods_onto_the_shelf_are_asked_about(world):
    world.do("boss", StockIn(items=(Item(mention="酱油", skus=("S01", "S02"), quantity=Decimal(5)),)))
    world.do("boss", text="2")
    assert world.shelf == {("QS001", "S02"): Decimal(5)}


def test_the_longest_waiting_or_the_named_one_is_handed_back(world):
    world.do("秀英", Human(), text="人工")
    world.do("桂兰", Human(), text="人工")
    assert world.hear("boss", "交回桂兰").events == (HandoffClosed(person="桂兰", by="manager"),)
    assert world.hear("boss", "交回").events == (HandoffClosed(person="秀英", by="manager"),)
    assert not world.hear("boss", "交回").events
    assert [letter.to for letter in world.letters if "接着给您办事" in letter.text] == ["桂兰", "秀英"]


def test_who_comes_back_alone_is_not_told_so_again(world):
    world.do("秀英", Human(), text="人工")
    before = len(world.letters)
    assert "我回来了" in world.hear("秀英", "返回").reply
    assert len(world.letters) == before


def test_the_summary_counts_the_day(world):
    order(world, "秀英")
    order(world, "桂兰", "S11")
    world.do("boss", Arrived(order_no="1"))
    world.do("boss", HandedOver(pickup_code=world.orders[0].pickup_code))
    reply = world.do("boss", Summary()).reply
    assert "新单2单161.5元" in reply
    assert "取走1单" in reply


def test_a_manager_is_known_by_the_stations_he_runs():
    assert MANAGER.manages == ("QS001",)


def test_where_no_station_is_the_county_centre_hears(world):
    world.centre = Station(
        code="QS000", name="青石县中心", level="county", county="青石县", manager_phone="+8613900000009"
    )
    world.people["新来"] = Person(id="新来", channels=("sms",))
    world.do("新来", Human(), text="人工")
    turn = world.hear("新来", "青石县月亮湾村")
    (alert,) = turn.events
    assert (alert.station, alert.kind) == ("QS000", "handoff")
    assert "人工" in alert.text
    assert "月亮湾" in alert.text
    assert "13900000009" in turn.reply
