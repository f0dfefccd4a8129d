"""How one pays: in hand, and online only where that is configured."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace
from world import SHOP, World

from bot.domain.order import Status
from intents.acts import Add, Checkout, Confirm, Help
from intents.item import Item


@pytest.fixture
def world() -> World:
    world = World()
    article = next(iter(SHOP.products))
    name = article.name if hasattr(article, "name") else SHOP.product(article).name
    sku = article.sku if hasattr(article, "sku") else article
    item = Item(mention=name, skus=(sku,), quantity=Decimal(2), unit="")
    world.do("秀英", Add(items=(item,)))
    world.do("秀英", Checkout())
    world.do("秀英", Confirm())
    return world


def test_it_is_paid_with_the_goods_in_hand(world):
    assert world.do("秀英", Help(), text="怎么付钱").reply == "先不用付钱，东西拿到手再付。"


def test_where_paying_online_is_configured_the_link_is_added(world):
    world.pay_base = "https://village.example"
    reply = world.do("秀英", Help(), text="怎么付钱").reply
    assert "拿到手再付" in reply
    assert f"https://village.example/pay/{world.orders[0].number}" in reply


def test_who_ordered_nothing_gets_no_link():
    world = World(pay_base="https://village.example")
    assert "http" not in world.do("秀英", Help(), text="怎么付钱").reply


@pytest.mark.parametrize("said", ["让儿子付", "代付", "让闺女付钱吧"])
def test_a_child_in_the_city_can_pay_by_the_link(world, said):
    world.pay_base = "https://village.example"
    assert f"https://village.example/pay/{world.orders[0].number}" in world.hear("秀英", said).reply
    assert len(world.orders) == 1


def test_where_nobody_pays_online_nobody_is_sent_a_link(world):
    assert world.hear("秀英", "让儿子付").reply == "先不用付钱，东西拿到手再付。"


@pytest.fixture
def paid(world) -> World:
    world.pay_base = "https://village.example"
    order = world.orders[0]
    world.orders[0] = replace(order, paid_fen=order.total_fen)
    return world


@pytest.mark.parametrize(
    "said",
    ["付了吗", "钱付了没", "我付过钱了", "付好了吗", "付过了", "付钱了没有？", "我已经付了", "fu le ma", "怎么付钱"],
)
def test_who_paid_online_hears_that_it_arrived(paid, said):
    reply = paid.hear("秀英", said).reply
    assert reply.startswith("收到了：")
    assert "不用再付" in reply


@pytest.mark.parametrize("said", ["付了吗", "我付过钱了"])
def test_what_did_not_arrive_is_said(world, said):
    world.pay_base = "https://village.example"
    assert "还没收到" in world.hear("秀英", said).reply


def test_a_part_that_was_paid_is_told_with_what_is_missing(paid):
    order = paid.orders[0]
    paid.orders[0] = replace(order, paid_fen=order.total_fen - 100)
    assert "还差1元" in paid.hear("秀英", "付了吗").reply


@pytest.mark.parametrize("said", ["付钱", "我来付", "付款"])
def test_who_wants_to_pay_gets_the_link(world, said):
    world.pay_base = "https://village.example"
    assert "想现在付" in world.hear("秀英", said).reply


@pytest.mark.parametrize(
    "said", ["钱退了吗", "退款到哪了", "退的钱到账了没", "钱什么时候退给我", "怎么还没退钱", "退款呢"]
)
def test_where_money_is_that_goes_back_is_told(world, said):
    order = world.orders[0]
    world.orders[0] = replace(order, status=Status.CANCELLED)
    world.given_back[order.number] = (order.total_fen, 0)
    assert "正在退回付钱的微信" in world.hear("秀英", said).reply
    world.given_back[order.number] = (0, order.total_fen)
    assert "退回付钱的微信了" in world.hear("秀英", said).reply


@pytest.mark.parametrize("said", ["能退钱吗", "锅坏了能退款吗", "怎么退款"])
def test_who_wants_money_back_is_not_told_of_other_money(world, said):
    world.given_back[world.orders[0].number] = (0, 100)
    assert "付钱的微信" not in world.hear("秀英", said).reply


def test_cancelling_what_is_paid_says_that_the_money_comes_back(paid):
    paid.hear("秀英", "取消")
    assert "退回付钱的微信" in paid.hear("秀英", "1").reply


def test_changing_what_is_paid_says_that_the_money_comes_back(paid):
    paid.hear("秀英", "改成3袋")
    reply = paid.hear("秀英", "1").reply
    assert "退回付钱的微信" in reply
    assert "下单了" in reply


def test_for_a_return_of_what_is_paid_online_no_cash_is_promised(paid):
    paid.orders[0] = replace(paid.orders[0], status=Status.COLLECTED)
    paid.hear("秀英", "坏了要退")
    assert "钱在站里退" not in paid.hear("秀英", "1").reply
    assert "别退现钱" in paid.events[-1].text


@pytest.mark.parametrize("said", ["退款到哪了", "钱退了吗", "付了吗"])
def test_what_the_platform_did_not_give_back_is_said(paid, said):
    paid.orders[0] = replace(paid.orders[0], status=Status.CANCELLED)
    assert "原路没退成" in paid.hear("秀英", said).reply
