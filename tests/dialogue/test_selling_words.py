"""What sellers, buyers and managers say in their own words of what villagers sell."""

from __future__ import annotations

from datetime import timedelta

import pytest
from market_day import last
from world import NOON, World

from bot.domain.events import ListingChanged, ListingDescribed, ListingInspected, ListingMoved, SaleHanded

TODAY = NOON.date()


def offered(*then: str) -> World:
    world = World()
    for text in ("我有五百斤苹果，两块一斤", "1", *then):
        world.hear("老张", text)
    return world


@pytest.fixture
def on_sale() -> World:
    world = offered("0", "0")
    world.hear("boss", "收 苹果 老张 480斤 一等")
    return world


@pytest.mark.parametrize(
    ("said", "fen"),
    [
        ("改成一块八", 180), ("价格改一块八", 180), ("涨到两块二", 220), ("价格涨到两块二", 220), ("苹果降到一块五", 150),
        ("一块八一斤卖", 180), ("便宜点，一块八", 180), ("改价两块", 200), ("价钱改成2.2", 220), ("苹果涨价到两块五", 250),
        ("单价改成1.8", 180),
    ],
)  # fmt: skip  # a table, a row a line
def test_a_seller_changes_the_price(on_sale, said, fen):
    on_sale.hear("老张", said)
    assert last(on_sale, ListingChanged).price_fen == fen


@pytest.mark.parametrize(("said", "left"), [("苹果还剩三百斤", 300), ("剩下一百斤", 100), ("就剩50斤了", 50)])
def test_a_seller_says_what_is_left(on_sale, said, left):
    on_sale.hear("老张", said)
    assert last(on_sale, ListingChanged).left == left


@pytest.mark.parametrize("said", ["卖完了", "苹果卖完了", "都卖完了", "卖光了", "mai wan le", "先不卖了", "苹果不卖了"])
def test_a_seller_stops(on_sale, said):
    on_sale.hear("老张", said)
    assert last(on_sale, ListingMoved).to == "paused"


@pytest.mark.parametrize("said", ["接着卖", "还是卖吧", "又想卖了", "继续卖吧", "重新卖", "jiezhe mai"])
def test_a_seller_goes_on(on_sale, said):
    assert "在卖着" in on_sale.hear("老张", said).reply
    on_sale.hear("老张", "先不卖了")
    on_sale.hear("老张", said)
    assert last(on_sale, ListingMoved).to == "approved"


@pytest.mark.parametrize("said", ["接着卖", "还是卖吧"])
def test_what_was_taken_back_before_it_was_looked_at_is_read_back_once_more(said):
    assert "苹果500斤，2元/斤，对吗" in offered("0", "0", "先不卖了").hear("老张", said).reply


@pytest.mark.parametrize("said", ["酱油卖完了吗", "酱油卖完了", "酱油改成两瓶"])
def test_words_about_the_shops_goods_change_no_offer(on_sale, said):
    before = len(on_sale.events)
    on_sale.hear("老张", said)
    assert not any(isinstance(e, ListingChanged | ListingMoved) for e in on_sale.events[before:])


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("明天", 1),
        ("后天", 2),
        ("三天后", 3),
        ("现在", 0),
        ("马上就有", 0),
        ("已经摘好了", 0),
        ("下星期", 7),
        ("半个月", 30),
    ],
)
def test_when_it_can_be_brought_is_said_in_any_words(said, days):
    world = offered(said)
    assert last(world, ListingDescribed).ready_on == TODAY + timedelta(days=days)
    assert world.talks["老张"].basket.day is None


@pytest.mark.parametrize(
    "said",
    ["张大爷的苹果给我留十斤", "村里谁卖苹果", "谁家卖苹果", "谁卖苹果", "村货苹果", "cunhuo"],
)
def test_a_buyer_is_shown_what_villagers_sell(on_sale, said):
    assert "1. 苹果" in on_sale.hear("桂花", said).reply


@pytest.mark.parametrize("said", ["团购还差多少", "我要参团", "拼团", "有什么团购"])
def test_group_buys_are_shown_and_their_lack_is_said(on_sale, said):
    assert "没有在拼的团" in on_sale.hear("桂花", said).reply
    on_sale.hear("boss", "成团 苹果 50斤 2天")
    assert "差50斤成团" in on_sale.hear("桂花", said).reply


@pytest.mark.parametrize("said", ["退团", "我要退团", "不参团了"])
def test_a_buyer_leaves_a_group(on_sale, said):
    on_sale.hear("boss", "成团 苹果 50斤 2天")
    for text in ("团购", "1", "20", "1"):
        on_sale.hear("桂花", text)
    assert "苹果" in on_sale.hear("桂花", said).reply


@pytest.mark.parametrize(
    "said", ["苹果收了480斤一等", "老张的苹果收了480斤一等", "收老张苹果480斤一等", "收 苹果 480斤 一等"]
)
def test_a_manager_takes_goods_in_any_order_of_words(said):
    world = offered()
    world.hear("boss", said)
    assert last(world, ListingInspected).quantity == 480


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("老张的苹果不行，有虫", "有虫"),
        ("苹果不收了有虫", "有虫"),
        ("老张的苹果太小了不收", "太小了"),
        ("不收 苹果 有虫", "有虫"),
    ],
)
def test_a_manager_refuses_with_the_reason(said, reason):
    world = offered()
    world.hear("boss", said)
    assert (last(world, ListingMoved).to, last(world, ListingMoved).reason) == ("refused", reason)


@pytest.mark.parametrize("said", ["老张送来苹果52斤", "老张苹果送来了52斤"])
def test_a_manager_weighs_what_was_brought(on_sale, said):
    for text in ("村货", "1", "50", "1"):
        on_sale.hear("桂花", text)
    on_sale.hear("boss", said)
    assert last(on_sale, SaleHanded).weight == 52
