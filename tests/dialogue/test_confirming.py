"""Only a yes to exactly what was read back places an order."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace
from world import GOODS, SHOP, World, statuses

from bot.dialogue.answer import answer
from bot.dialogue.questions import ReadBack
from bot.domain.events import DemandHeard, OrderMoved, OrderPlaced
from bot.domain.order import Status
from catalog.shop import Shop
from intents.acts import (
    Add,
    Checkout,
    Confirm,
    DeliveryMode,
    Deny,
    Human,
    OrderFor,
    Remove,
    Reorder,
    Schedule,
    Search,
    SetQuantity,
    Thanks,
)
from intents.item import Item


def wanting(sku: str, quantity: float = 1, unit: str = "瓶") -> Add:
    return Add(items=(Item(mention=SHOP.product(sku).name, skus=(sku,), quantity=Decimal(str(quantity)), unit=unit),))


@pytest.fixture
def world() -> World:
    return World()


def placed(turn) -> list[OrderPlaced]:
    return [event for event in turn.events if isinstance(event, OrderPlaced)]


def test_nothing_is_ordered_by_naming_goods(world):
    turn = world.do("秀英", wanting("S03", 2), Checkout(), text="老抽两瓶，就这些")
    assert not placed(turn)
    assert isinstance(turn.talk.asking, ReadBack)


def test_a_yes_places_what_was_read(world):
    world.do("秀英", wanting("S03", 2))
    (event,) = placed(world.do("秀英", Confirm(), text="好"))
    order = event.order
    assert (order.total_fen, order.station, order.delivery) == (1900, "QS001", "pickup")
    assert order.number.startswith("261125")
    assert order.draft
    assert not world.talks["秀英"].basket.lines


def test_thanks_beside_a_yes_do_no_harm(world):
    world.do("秀英", wanting("S03"))
    assert placed(world.do("秀英", Confirm(), Thanks(), text="好的谢谢"))


def test_a_yes_beside_a_change_is_read_back_first(world):
    world.do("秀英", wanting("S03"))
    turn = world.do("秀英", Confirm(), DeliveryMode(mode="home"), text="好，送到家")
    assert not placed(turn)
    assert "地址" in turn.reply


def test_another_price_is_read_out_before_it_counts(world):
    world.do("秀英", wanting("S03", 2))
    world.shop = Shop(replace(p, price_fen=1000) if p.sku == "S03" else p for p in GOODS)
    turn = world.do("秀英", Confirm(), text="1")
    assert not placed(turn)
    assert "20元" in turn.reply
    assert placed(world.do("秀英", Confirm(), text="1"))


def test_another_day_is_read_out_before_it_counts(world):
    world.do("秀英", wanting("S03"))
    world.later(hours=5)
    turn = world.do("秀英", Confirm(), text="1")
    assert not placed(turn)
    assert "11月27日" in turn.reply


def test_goods_sold_out_meanwhile_are_said_so(world):
    world.do("秀英", wanting("S13", 2, "盒"))
    world.left["S13"] = Decimal(1)
    turn = world.do("秀英", Confirm(), text="1")
    assert not placed(turn)
    assert "只剩1盒" in turn.reply
    world.left["S13"] = Decimal(0)
    turn = world.do("秀英", Confirm(), text="1")
    assert not placed(turn)
    assert "卖完" in turn.reply
    assert not turn.talk.basket.lines


def test_an_article_withdrawn_meanwhile_is_not_ordered(world):
    world.do("秀英", wanting("S03"), wanting("S07"))
    world.shop = Shop(p for p in GOODS if p.sku != "S03")
    turn = world.do("秀英", Confirm(), text="1")
    assert not placed(turn)
    assert placed(world.do("秀英", Confirm(), text="1"))[0].order.lines[0].sku == "S07"


def test_a_long_read_back_must_be_read_to_its_end(world):
    world.channels["秀英"] = "sms"
    goods = [wanting(product.sku) for product in GOODS if not product.install]
    turn = world.do("秀英", *goods)
    assert turn.talk.pages
    assert "回1下单" not in turn.reply
    for _ in range(len(turn.talk.pages)):
        turn = world.do("秀英", Confirm(), text="确认")
        assert not placed(turn)
    assert "回1下单" in turn.reply
    assert placed(world.do("秀英", Confirm(), text="确认"))


def test_a_colliding_number_grows(world):
    world.do("秀英", wanting("S03"))
    facts = world.facts("秀英")
    facts.attempt = 2
    (event,) = placed(answer(world.talks["秀英"], (Confirm(),), facts, "1"))
    assert len(event.order.number) == 11


def test_the_same_basket_read_twice_keeps_its_draft(world):
    draft = world.do("秀英", wanting("S03")).talk.basket.draft
    assert world.do("秀英", Search(items=(Item(mention="盐", skus=("S07",)),))).talk.basket.draft == draft


def test_goods_added_to_a_basket_that_was_ordered_already_are_not_lost(world):
    lost = world.do("秀英", wanting("S03", 2)).talk
    (first,) = placed(world.do("秀英", Confirm(), text="1"))
    world.talks["秀英"] = lost  # the state after the order never reached the store
    world.do("秀英", wanting("S03"), wanting("S07"))
    turn = world.do("秀英", Confirm(), text="1")
    assert not placed(turn)
    assert first.order.number in turn.reply
    assert isinstance(turn.talk.asking, ReadBack)
    (second,) = placed(world.do("秀英", Confirm(), text="1"))
    assert [(line.sku, line.quantity) for line in second.order.lines] == [("S03", 1), ("S07", 1)]


def test_fewer_goods_than_were_ordered_already_are_told_and_order_nothing(world):
    lost = world.do("秀英", wanting("S03", 2), wanting("S07")).talk
    (first,) = placed(world.do("秀英", Confirm(), text="1"))
    world.talks["秀英"] = lost
    world.do("秀英", Remove(items=(Item(mention="盐", skus=("S07",)),)))
    turn = world.do("秀英", Confirm(), text="1")
    assert not placed(turn)
    assert first.order.number in turn.reply
    assert not turn.talk.basket.lines


def test_losing_the_talk_is_explained(world):
    world.do("秀英", wanting("S03"))
    world.talks.clear()
    turn = world.do("秀英", Confirm(), text="1")
    assert not turn.events
    assert "没有" in turn.reply


def test_no_to_one_choice_leaves_the_rest(world):
    several = Item(mention="酱油", skus=("S01", "S02"), quantity=Decimal(1))
    world.do("秀英", wanting("S07"), Add(items=(several,)))
    turn = world.do("秀英", Deny(), text="都不要")
    assert "食盐" in turn.reply
    assert isinstance(turn.talk.asking, ReadBack)


def test_several_unclear_goods_are_asked_one_after_the_other(world):
    soy = Item(mention="酱油", skus=("S01", "S02"), quantity=Decimal(1))
    paper = Item(mention="卫生纸", skus=("S08", "S09"), quantity=Decimal(2))
    none = Item(mention="风油精", quantity=Decimal(1))
    turn = world.do("秀英", Add(items=(soy, paper, none)))
    assert "酱油有2种" in turn.reply
    assert "风油精" in turn.reply
    assert any(isinstance(event, DemandHeard) for event in turn.events)
    assert "卫生纸有2种" in world.do("秀英", text="1").reply
    turn = world.do("秀英", text="2")
    assert ("9.9元" in turn.reply, "49.8元" in turn.reply) == (True, True)


def test_what_is_not_carried_offers_the_nearest(world):
    turn = world.do("秀英", Add(items=(Item(mention="千禾酱油", near=("S01", "S04"), quantity=Decimal(1)),)))
    assert "2. 李锦记" in turn.reply
    turn = world.do("秀英", text="2")
    assert world.talks["秀英"].basket.skus == ("S04",)


def test_a_mouse_slip_of_an_amount_is_bounded(world):
    turn = world.do("秀英", wanting("S03", 10**9))
    assert turn.talk.basket.lines[0].quantity <= 9999


def test_what_is_ordered_is_changed_by_one_yes_that_cancels_it_and_orders_anew(world):
    world.do("秀英", wanting("S03"))
    world.do("秀英", Confirm(), text="1")
    first = world.orders[0].number
    change = SetQuantity(items=(Item(mention="老抽", skus=("S03",), quantity=Decimal(3)),))
    turn = world.do("秀英", change)
    assert first in turn.reply
    assert "28.5元" in turn.reply
    assert not turn.events
    world.do("秀英", Confirm(), text="1")
    assert statuses(world) == ["cancelled", "placed"]
    assert world.orders[1].lines[0].quantity == 3


def test_an_order_packed_meanwhile_is_not_replaced(world):
    world.do("秀英", wanting("S03"))
    world.do("秀英", Confirm(), text="1")
    world.do("秀英", SetQuantity(items=(Item(mention="老抽", skus=("S03",), quantity=Decimal(3)),)))
    world.record(OrderMoved(number=world.orders[0].number, to=Status.PACKED, at=world.at, by="county"))
    turn = world.do("秀英", Confirm(), text="1")
    assert "取消不了" in turn.reply
    assert statuses(world) == ["packed"]


def test_the_last_two_boxes_can_become_one(world):
    world.do("秀英", wanting("S13", 2))
    world.do("秀英", Confirm(), text="1")
    world.left["S13"] = Decimal(0)
    world.do("秀英", SetQuantity(items=(Item(mention="月饼", skus=("S13",), quantity=Decimal(1)),)))
    world.do("秀英", Confirm(), text="1")
    assert [float(order.lines[0].quantity) for order in world.orders] == [2, 1]


def test_the_last_order_again_is_read_back(world):
    world.do("秀英", wanting("S03", 2))
    world.do("秀英", Confirm(), text="1")
    turn = world.do("秀英", Reorder())
    assert "19元" in turn.reply
    assert not turn.events


def test_no_half_bottle_is_sold(world):
    turn = world.do("秀英", wanting("S03", 0.5))
    assert "几瓶" in turn.reply
    assert not turn.talk.basket.lines


def test_a_basket_of_forty_articles_is_full():
    goods = [replace(GOODS[0], sku=f"X{n}", name=f"货{n}号") for n in range(45)]
    world = World(shop=Shop(goods))
    items = tuple(Item(mention="货", skus=(f"X{n}",), quantity=Decimal(1), unit="瓶") for n in range(45))
    turn = world.do("秀英", Add(items=items))
    assert len(turn.talk.basket.lines) == 40
    assert "最多40样" in turn.reply


def test_more_unclear_goods_than_anyone_answers_are_put_off(world):
    items = tuple(Item(mention=f"货{n}", skus=("S01", "S02"), quantity=Decimal(1)) for n in range(20))
    turn = world.do("秀英", Add(items=items))
    assert len(turn.talk.todo) == 12
    assert "货19先不记" in turn.reply


def test_what_is_no_longer_sold_is_left_out_of_the_last_order_again(world):
    world.do("秀英", wanting("S03"), wanting("S07"))
    world.do("秀英", Confirm(), text="1")
    world.shop = Shop(p for p in GOODS if p.sku != "S03")
    turn = world.do("秀英", Reorder())
    assert "卖完" in turn.reply
    assert turn.talk.basket.skus == ("S07",)


@pytest.mark.parametrize("who", ["秀英", "boss"])
def test_a_basket_is_ordered_once_though_the_talk_was_lost_after_the_commit(world, who):
    act = OrderFor(person="孙奶奶", items=wanting("S07").items) if who == "boss" else wanting("S07")
    read_back = world.do(who, act).talk
    first = world.do(who, Confirm(), text="1")
    world.talks[who] = read_back
    again = world.do(who, Confirm(), text="1")
    assert not again.events
    assert world.orders[0].number in again.reply
    assert first.reply == again.reply
    assert not again.talk.basket.lines


def test_goods_beside_a_call_for_a_person_are_noted_and_said(world):
    turn = world.do("秀英", wanting("S07", 2, "袋"), Human(), text="盐两袋，再帮我找人工")
    assert "已经叫老周" in turn.reply
    assert "记下了，中盐加碘食盐400g 2袋" in turn.reply


def test_a_number_that_reads_as_a_date_picks_at_an_open_choice():
    batteries = [
        replace(GOODS[6], sku=f"B{n}", name=f"南孚{n}号电池", spec=f"{n}号", unit="板", category="日用品/电池")
        for n in (5, 7)
    ]
    world = World(shop=Shop(batteries))
    world.do("秀英", Search(items=(Item(mention="电池", skus=("B5", "B7")),)))
    turn = world.do("秀英", Schedule(date="2026-12-05"), text="5号的来两板")
    assert "南孚5号电池 2板" in turn.reply
