"""How one pays: in hand, and online only where that is configured."""

from __future__ import annotations

from decimal import Decimal

import pytest
from world import SHOP, World

from intents.acts import Add, Checkout, Confirm, Help, Item


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
