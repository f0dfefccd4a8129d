"""Managers say it in their own order and by the names of the village; goods of villagers are never taken for the shop's."""

from __future__ import annotations

import re

import pytest
from market_day import heard, last, on_sale, order
from world import World

from bot.domain.events import ListingInspected, ListingMoved, OrderPlaced, SaleFetched, SaleHanded, SellerPaid
from bot.domain.people import Person

OFFER = "我有50斤苹果，两块一斤"


def offered(who: str = "张有田") -> World:
    world = World()
    heard(world, who, OFFER, "1", "0", "0")
    return world


def ordered(who: str = "张有田") -> World:
    world = on_sale(World(), who, OFFER, f"苹果 {who} 48斤 一等")
    order(world, "桂花", "10")
    return world


def brought(who: str = "张有田") -> World:
    world = ordered(who)
    world.hear("boss", f"{who}送来 苹果 10斤")
    return world


@pytest.mark.parametrize(
    "said",
    [
        "苹果收了30.5斤 张有田 一等",
        "收 苹果 老张 30.5斤 一等",
        "有田的苹果收了 30.5斤，一等",
        "收下张有田苹果30.5斤一等",
        "验收 苹果 一等 30.5斤 张有田",
    ],
)
def test_goods_are_taken_in_whatever_stands_first(said):
    world = offered()
    assert "收下了" in world.hear("boss", said).reply
    assert str(last(world, ListingInspected).quantity) == "30.5"


def test_what_is_missing_is_named_and_the_rest_is_kept_in_the_example():
    reply = offered().hear("boss", "苹果收了30.5斤 张有田").reply
    assert "还差等级" in reply
    assert "收 苹果 张有田 30.5斤 一等" in reply
    assert "按斤卖" in offered().hear("boss", "收 苹果 张有田 200个 一等").reply


def test_nobody_elses_goods_are_taken_in():
    world = offered()
    assert "请写明" in world.hear("boss", "收 苹果 李四海 48斤 一等").reply
    assert last(world, ListingInspected) is None


@pytest.mark.parametrize("said", ["苹果收了30.5斤 张有田", "收 苹果 张有田 48斤 一等", "收 苹果 48斤 一等"])
@pytest.mark.parametrize("begin", [World, ordered], ids=["nothing offered", "on sale"])
def test_what_waits_for_nobody_is_no_purchase_of_the_shop(said, begin):
    world = begin()
    reply = world.hear("boss", said).reply
    assert "没有等验的" in reply or "已经收下上架了" in reply
    assert last(world, OrderPlaced) is None
    assert not world.talks["boss"].basket.lines
    assert not world.talks["boss"].todo


@pytest.mark.parametrize(
    "said", ["张有田送来 苹果 10.2斤", "老张拿来苹果10.2斤", "苹果送来10.2斤 有田", "老张送来10.2斤"]
)
def test_what_is_brought_is_weighed_by_any_name(said):
    world = ordered()
    assert "张有田的苹果10.2斤" in world.hear("boss", said).reply
    assert str(last(world, SaleHanded).weight) == "10.2"


@pytest.mark.parametrize("said", ["老张的苹果收不收", "老张的苹果是不是不行", "张有田的苹果不要吗"])
def test_whoever_asks_whether_goods_are_taken_refuses_nothing(said):
    world = offered()
    before = last(world, ListingMoved)
    world.hear("boss", said)
    assert last(world, ListingMoved) is before


@pytest.mark.parametrize("said", ["张有田的苹果别下架", "不要下架张有田的苹果"])
def test_what_stays_on_sale_is_not_taken_off(said):
    world = ordered()
    before = last(world, ListingMoved)
    world.hear("boss", said)
    assert last(world, ListingMoved) is before


def test_without_a_weight_it_is_asked():
    world = ordered()
    reply = world.hear("boss", "老张的苹果送来了").reply
    assert "过秤多少" in reply
    assert last(world, SaleHanded) is None
    assert "最多收11斤" in world.hear("boss", re.search("“(.+)”", reply)[1]).reply


def test_of_a_seller_without_a_name_the_example_can_be_said_too():
    world = World()
    world.people["无名"] = Person(id="无名", station="QS001", channels=("wechat",))
    order(on_sale(world, "无名", OFFER, "苹果 48斤 一等"), "桂花", "10")
    reply = world.hear("boss", "苹果送来了").reply
    assert "最多收11斤" in world.hear("boss", re.search("“(.+)”", reply)[1]).reply


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ("结账 张有田 现金", "cash"),
        ("结账 老张 现金", "cash"),
        ("张有田结账 现金", "cash"),
        ("给张有田结账", "cash"),
        ("给老张把钱结了", "cash"),
        ("把老张的货款结一下，微信", "wechat"),
        ("有田的账结了 转账", "transfer"),
        ("付老张货款", "cash"),
    ],
)
def test_a_seller_is_paid_however_it_is_said(said, how):
    world = brought()
    assert "付" in world.hear("boss", said).reply
    assert last(world, SellerPaid).settlement.how == how


@pytest.mark.parametrize("said", ["老张付了85块", "收了老张85块", "李大海结账", "结账", "盐两袋 结账"])
def test_other_money_pays_no_seller(said):
    world = brought()
    world.hear("boss", said)
    assert last(world, SellerPaid) is None


@pytest.mark.parametrize(
    "said",
    ["老张的货款结了吗", "老张的货款付了没", "张有田的货款还没付", "老张的货款是多少", "先别给老张结账", "还欠谁货款"],
)
def test_whoever_asks_for_money_that_is_owed_or_says_it_is_not_paid_pays_nobody(said):
    world = brought()
    assert "张有田 18.9元" in world.hear("boss", said).reply
    assert last(world, SellerPaid) is None


@pytest.mark.parametrize("said", ["老张送来苹果10斤了吗", "张有田的苹果10斤送来没", "老张的苹果送来了没有"])
def test_whoever_asks_what_was_brought_weighs_nothing(said):
    world = ordered()
    assert "等卖家送来的" in world.hear("boss", said).reply
    assert last(world, SaleHanded) is None


def test_of_two_alike_it_is_asked_who_is_paid():
    world = brought()
    on_sale(world, "张大山", "我有30斤梨，三块一斤", "梨 张大山 30斤 一等")
    order(world, "桂花", "10", "梨")
    world.hear("boss", "张大山送来 梨 10斤")
    assert "请写全名" in world.hear("boss", "给老张结账").reply
    assert last(world, SellerPaid) is None
    assert "张大山" in world.hear("boss", "给张大山结账").reply


def test_the_way_is_told_in_the_managers_help():
    assert "给老张结账" in World().hear("boss", "帮助").reply


@pytest.mark.parametrize(
    "said",
    ["桂花的苹果拿走了", "桂花来取苹果了", "桂花取走了", "桂花把苹果拿走了", "苹果取走了 桂花", "桂花买的苹果领了"],
)
def test_what_a_buyer_fetched_leaves_the_sheet(said):
    world = brought()
    assert "桂花 苹果10斤" in world.hear("boss", "今日单").reply
    assert "收20元" in world.hear("boss", said).reply
    assert last(world, SaleFetched).sold.buyer_name == "桂花"
    assert "桂花" not in world.hear("boss", "今日单").reply


@pytest.mark.parametrize("said", ["桂花的苹果拿走了吗", "桂花的盐还没拿走", "李四海的苹果拿走了", "没人来取"])
def test_what_was_not_fetched_stays_on_the_sheet(said):
    world = brought()
    world.hear("boss", said)
    assert last(world, SaleFetched) is None


@pytest.mark.parametrize("said", ["张有田的苹果先下架", "苹果停卖", "把老张的苹果下架"])
def test_a_manager_takes_goods_off_sale_and_puts_them_on_again(said):
    world = ordered()
    assert "先停卖" in world.hear("boss", said).reply
    assert last(world, ListingMoved).to == "paused"
    assert "先停卖了" in world.letters[-1].text
    assert "先停卖" in world.hear("boss", said).reply  # said twice, it is paused once
    assert "接着卖" in world.hear("boss", "老张的苹果接着卖").reply
    assert last(world, ListingMoved).to == "approved"
    assert world.letters[-1].to == "张有田"
    assert [e.to for e in world.events if isinstance(e, ListingMoved)][-2:] == ["paused", "approved"]


@pytest.mark.parametrize("said", ["酱油下架", "李四海的苹果下架", "苹果下架了吗"])
def test_other_goods_stay_on_sale(said):
    world = ordered()
    world.hear("boss", said)
    assert all(one.status != "paused" for one in world.market.listings.values())


def test_what_a_buyer_did_not_fetch_is_listed_and_what_to_do_is_told():
    world = brought()
    assert "桂花 苹果10斤" in world.hear("boss", "谁的还没取").reply
    assert "还在站里" in world.hear("boss", "桂花的苹果没来拿").reply
    assert "跟卖家那边的站长商量" in world.hear("boss", "桂花不要苹果了").reply
    assert "取走了" in world.hear("boss", "桂花的货取走了").reply
    assert "没有等人取的" in world.hear("boss", "谁的还没取").reply


@pytest.mark.parametrize("said", ["我过两天来拿", "明天去拿", "帮我留着"])
def test_a_buyer_who_comes_later_is_told_that_it_waits(said):
    world = brought()
    assert "苹果10斤给您留着" in world.hear("桂花", said).reply
    assert "等您来取" in world.hear("桂花", "苹果还在吗").reply


@pytest.mark.parametrize("said", ["货款", "谁的货款没付", "付货款"])
def test_who_is_owed_is_listed(said):
    world = brought()
    reply = world.hear("boss", said).reply
    assert "张有田" in reply
    assert "给张有田结账" in reply
    world.hear("boss", "给张有田结账")
    assert "都付清了" in world.hear("boss", said).reply
    assert last(world, SellerPaid)


@pytest.mark.parametrize("said", ["汪大妈送来盐", "汪大妈送来盐30斤", "收 盐 汪大妈", "收 酱油 汪大妈 30斤"])
def test_what_somebody_brings_is_never_ordered_of_the_shop(said):
    world = World()
    assert "验货" in world.hear("boss", said).reply
    assert not world.talks["boss"].basket.lines
    assert world.talks["boss"].asking is None


@pytest.mark.parametrize("said", ["收 李大爷 85块", "收了李大爷85块"])
def test_money_that_is_taken_in_is_no_goods(said):
    assert "验货" not in World().hear("boss", said).reply
