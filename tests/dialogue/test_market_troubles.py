"""Where selling does not go smoothly: what was read back is put right, bought between, cannot be brought, or is gone."""

from __future__ import annotations

import pytest
from market_day import heard, last, on_sale, order
from world import World

from bot.domain.events import (
    ListingInspected,
    ListingMoved,
    ListingOffered,
    ListingOrdered,
    SaleCancelled,
)

OFFER = "我有一百斤柿子，八块一斤"


@pytest.fixture
def sold() -> World:
    world = on_sale(World(), "朱二", OFFER, "柿子 朱二 100斤 二等")
    order(world, "秦嫂", "20斤")
    world.events.clear()
    return world


@pytest.mark.parametrize(
    ("said", "read_back"),
    [
        ("不是 是九块", "9元/斤"),
        ("不是，是9", "9元/斤"),
        ("不对，应该90", "柿子90斤，8元/斤"),
        ("错了，120", "柿子120斤，8元/斤"),
        ("我说的是7", "7元/斤"),
        ("柿子八块一斤", "柿子100斤，8元/斤"),
    ],
)
def test_a_number_alone_puts_the_nearer_one_right(said, read_back):
    world = World()
    reply = heard(world, "朱二", OFFER, said)
    assert read_back in reply
    assert "没听明白" not in reply
    assert "看过货" in world.hear("朱二", "对").reply


@pytest.mark.parametrize("said", ["不对", "不是", "错了"])
def test_who_says_that_something_is_wrong_is_asked_what_and_loses_nothing(said):
    world = World()
    assert "哪里不对" in heard(world, "朱二", OFFER, said)
    assert last(world, ListingMoved) is None
    assert "柿子80斤" in world.hear("朱二", "80斤").reply


def test_right_after_the_offer_a_bare_number_may_be_another_price():
    world = World()
    assert "柿子改成9元/斤" in heard(world, "朱二", OFFER, "1", "1", "0", "那改成9")
    assert "改成" not in world.hear("秦嫂", "那改成9").reply


@pytest.mark.parametrize(
    ("said", "fen"),
    [("收 柿子 朱二 95斤 一等 7.5", 750), ("柿子收了95斤一等，七块五", 750), ("收 柿子 95斤 一等", 800)],
)
def test_the_managers_bare_number_beside_the_weight_is_the_price(said, fen):
    world = World()
    heard(world, "朱二", OFFER, "1")
    world.hear("boss", said)
    assert (last(world, ListingInspected).quantity, last(world, ListingInspected).price_fen) == (95, fen)


@pytest.mark.parametrize("words", [("盐两袋", "1"), ("盐两袋", "0", "0")], ids=["bought", "thought better of"])
def test_an_offer_comes_back_after_something_was_bought_between(words):
    world = World()
    assert "柿子100斤，8元/斤，对吗" in heard(world, "朱二", OFFER, *words)
    assert "看过货" in world.hear("朱二", "1").reply
    assert len([e for e in world.events if isinstance(e, ListingOffered)]) == 1


def test_what_was_asked_of_an_offer_comes_back_too_but_not_what_the_station_took_meanwhile():
    world = World()
    assert "一斤卖多少钱" in heard(world, "朱二", "我有一百斤柿子要卖", "盐两袋", "1")
    world = World()
    heard(world, "朱二", OFFER, "盐两袋")
    heard(world, "boss", "收 柿子 朱二 100斤 二等")
    assert "对吗" not in world.hear("朱二", "1").reply


@pytest.mark.parametrize("said", ["那20斤送不了了", "柿子送不来了", "song bu liao le"])
def test_a_seller_who_cannot_bring_it_is_asked_and_the_buyers_hear_of_it(sold, said):
    assert "柿子20斤。都送不了吗" in sold.hear("朱二", said).reply
    assert last(sold, SaleCancelled) is None
    assert "告诉买家了" in sold.hear("朱二", "1").reply
    assert last(sold, ListingMoved).to == "paused"
    told = {letter.to: letter.text for letter in sold.letters}
    assert "送不来了，不收钱" in told["秦嫂"]
    assert "没有等着送来" in sold.hear("秦嫂", "退村货").reply


def test_who_can_bring_it_after_all_keeps_the_order(sold):
    assert "按说好的日子" in heard(sold, "朱二", "送不了了", "0")
    assert last(sold, SaleCancelled) is None


@pytest.mark.parametrize("said", ["朱二送不来了 柿子取消", "朱二的柿子送不了了", "柿子送不来了 朱二"])
def test_the_manager_may_say_so_for_the_seller(sold, said):
    assert "不送了" in sold.hear("boss", said).reply
    assert last(sold, SaleCancelled).by == "manager"
    told = {letter.to: letter.text for letter in sold.letters}
    assert "不用送了" in told["朱二"]
    assert "送不来了" in told["秦嫂"]


@pytest.mark.parametrize("said", ["柿子被雨打了 没有了", "柿子都烂了", "柿子冻坏了，不卖了"])
def test_what_is_gone_is_sold_no_more_and_what_is_ordered_is_told(sold, said):
    reply = sold.hear("朱二", said).reply
    assert "柿子先不卖了" in reply
    assert "还得送来：柿子20斤" in reply


@pytest.mark.parametrize("said", ["柿子坏了20斤", "酱油坏了", "柿子坏了吗"])
def test_other_damage_stops_nothing(sold, said):
    sold.hear("朱二", said)
    assert last(sold, ListingMoved) is None


def test_a_buyer_changes_the_amount_at_the_read_back(sold):
    assert "柿子（二等）5斤" in heard(sold, "桂花", "村货", "1", "10斤", "太多了 5斤")
    sold.hear("桂花", "1")
    assert last(sold, ListingOrdered).sale.quantity == 5


def test_a_name_told_between_leaves_the_question_open():
    world = World()
    assert "什么时候能拿来" in heard(world, "朱二", OFFER, "1", "我叫朱大山")
    assert "照片" in world.hear("朱二", "半个月后").reply


def test_a_pig_for_a_few_yuan_is_sold_by_weight():
    world = World()
    assert "一头大约多少斤" in heard(world, "朱二", "我有两头肥猪要卖", "八块五")
    assert "肥猪2头约600斤，8.5元/斤" in world.hear("朱二", "三百来斤一头").reply


@pytest.mark.parametrize(
    "said", ["再来二十斤朱二的柿子", "朱二的柿子帮我留20斤", "还要20斤朱二家的柿子", "麻烦帮我捎20斤朱二的柿子"]
)
def test_the_whole_name_of_the_seller_orders_nothing_of_the_shop(sold, said):
    assert "您要村里卖的柿子（二等）20斤" in sold.hear("桂花", said).reply
    assert not sold.talks["桂花"].basket.lines


def test_what_is_brought_in_the_amount_of_one_order_is_for_that_one(sold):
    heard(sold, "桂花", "村货", "1", "10斤", "1")
    reply = sold.hear("boss", "朱二送来 柿子 10斤").reply
    assert "还差20斤" in reply
    assert "过了秤" in sold.hear("桂花", "我买的柿子呢").reply
    assert "前送到" in sold.hear("秦嫂", "我买的柿子呢").reply


def test_of_two_sellers_the_named_ones_goods_are_told(sold):
    heard(sold, "马三", "我有一百斤柿子，九块一斤", "1")
    heard(sold, "boss", "收 柿子 马三 100斤 一等")
    heard(sold, "秦嫂", "买5斤马三的柿子", "1")
    assert "柿子20斤" not in sold.hear("秦嫂", "马三的柿子呢").reply
    assert "柿子20斤" in sold.hear("秦嫂", "村货到了没").reply


@pytest.mark.parametrize("said", ["乡亲的东西能送到家吗", "村货怎么付钱", "村货能退吗", "乡亲卖的靠谱吗"])
def test_how_buying_of_villagers_goes_is_told(said):
    assert "看了货再付钱" in World().hear("桂花", said).reply


@pytest.mark.parametrize("said", ["乡亲卖的都有啥", "村货有哪些", "cunhuo shizi", "村里卖的"])
def test_what_there_is_is_listed_however_it_is_asked(sold, said):
    assert "1. 柿子（二等）" in sold.hear("桂花", said).reply


@pytest.mark.parametrize("said", ["我的钱给了没", "货款给了吗", "钱啥时候给"])
def test_the_money_is_asked_for_in_any_words(sold, said):
    assert "等您送到站里过秤：柿子20斤" in sold.hear("朱二", said).reply


def test_in_pinyin_a_seller_reprices_and_stops_where_nothing_was_bought(sold):
    sold.channels["朱二"] = "sms"
    assert "柿子改成9元" in sold.hear("朱二", "shizi gai 9 kuai").reply
    assert "先不卖了" in sold.hear("朱二", "bu mai le").reply
    sold.hear("朱二", "jiezhe mai")
    heard(sold, "朱二", "yan liang dai", "1")
    sold.events.clear()
    sold.hear("朱二", "bu mai le")
    assert last(sold, ListingMoved) is None


@pytest.mark.parametrize("said", ["我家有鸭子20只、鸭蛋100个要卖", "有鸭子20只和鸭蛋100个想卖"])
def test_of_two_kinds_in_one_breath_the_second_is_not_forgotten(said):
    world = World()
    assert "先报鸭子，报完再说鸭蛋" in world.hear("朱二", said).reply
    heard(world, "朱二", "60一只", "1", "0", "0")
    assert "鸭蛋100个，1.5元/个" in world.hear("朱二", "鸭蛋一块五一个 100个").reply


def test_more_of_what_waits_is_added():
    world = World()
    assert "柿子还剩150斤" in heard(world, "朱二", OFFER, "1", "0", "0", "又多了五十斤")


@pytest.mark.parametrize("said", ["卖得咋样嘛", "柿子卖脱没得", "柿子卖得好不好"])
def test_how_it_sells_is_asked_in_dialect(sold, said):
    assert "柿子卖出20斤" in sold.hear("朱二", said).reply


def test_where_the_station_sets_another_price_the_seller_hears_of_both(sold):
    heard(sold, "马三", "我有一百斤花椒，九块一斤", "1")
    sold.hear("boss", "收 花椒 马三 100斤 一等 八块")
    assert "按8元/斤上架（您要9元/斤）" in sold.letters[-1].text
    assert "改成8.5元" in sold.hear("马三", "改价8块5").reply
