"""Sellers say it in passing, 苹果没了, hai you 200 jin, and buyers name whose goods they want; nothing else is taken for that."""

from __future__ import annotations

from decimal import Decimal

import pytest
from market_day import last, on_sale
from world import World

from bot.dialogue.market.questions import ConfirmPurchase, HowMuchOf
from bot.domain.events import ListingChanged, ListingMoved, ListingOffered, ListingOrdered


@pytest.fixture(name="on_sale")
def apples() -> World:
    world = on_sale(World(), "老张", "我有五百斤苹果，两块一斤", "苹果 老张 480斤 一等")
    world.events.clear()
    return world


def put(world: World, **fields) -> None:
    (key,) = world.market.listings
    world.market._change(key, **fields)


@pytest.mark.parametrize("channel", ["wechat", "sms"])
@pytest.mark.parametrize(
    "said",
    [
        "还有两百斤",
        "苹果还有200斤",
        "现在还有差不多两百斤",
        "还有一百公斤",
        "hai you 200 jin",
        "pingguo hai you 200 jin",
    ],
)
def test_what_is_left_is_said_in_passing(on_sale, said, channel):
    on_sale.channels["老张"] = channel
    assert "苹果还剩" in on_sale.hear("老张", said).reply
    assert last(on_sale, ListingChanged).left == 200


@pytest.mark.parametrize("said", ["还有两包盐", "还有酱油吗", "还有两瓶", "还有什么"])
def test_what_is_wanted_beside_is_no_count_of_what_is_sold(on_sale, said):
    on_sale.hear("老张", said)
    assert last(on_sale, ListingChanged) is None


def test_while_something_is_bought_a_weight_is_of_that(on_sale):
    on_sale.hear("老张", "盐两袋")
    on_sale.hear("老张", "还有两百斤")
    assert last(on_sale, ListingChanged) is None


@pytest.mark.parametrize(
    "said", ["苹果没了", "苹果没有了", "我的苹果都没了", "先停一停", "先别卖了", "苹果先别卖了", "别卖了"]
)
def test_a_seller_stops_in_passing(on_sale, said):
    assert "先不卖了" in on_sale.hear("老张", said).reply
    assert last(on_sale, ListingMoved).to == "paused"


@pytest.mark.parametrize(
    "said", ["没了", "没有了", "酱油没了", "苹果没了吗", "苹果没有了？", "家里盐没有了", "又有了个孙子"]
)
def test_what_is_said_of_other_things_stops_and_begins_nothing(on_sale, said):
    on_sale.hear("老张", said)
    assert last(on_sale, ListingMoved) is None


@pytest.mark.parametrize(
    ("said", "left"),
    [("又有了", None), ("苹果又有了", None), ("又有了两百斤", 200), ("苹果又有两百斤了", 200), ("you you le", None)],
)
def test_what_was_paused_goes_on(on_sale, said, left):
    on_sale.hear("老张", "苹果没了")
    assert "接着卖" in on_sale.hear("老张", said).reply
    assert last(on_sale, ListingMoved).to == "approved"
    changed = last(on_sale, ListingChanged)
    assert (changed.left if changed else None) == left


def test_what_is_sold_out_goes_on_once_it_is_said_how_much_there_is(on_sale):
    put(on_sale, status="sold_out", sold=Decimal(480))
    for said in ("又有了", "接着卖", "苹果又有了"):
        assert "苹果现在有多少斤" in on_sale.hear("老张", said).reply
    assert last(on_sale, ListingChanged) is None
    on_sale.hear("老张", "又有两百斤了")
    (listing,) = on_sale.market.listings.values()
    assert (listing.left, listing.status) == (200, "approved")


def test_more_of_what_is_still_on_sale_comes_beside_what_is_left(on_sale):
    assert "还剩680斤" in on_sale.hear("老张", "又有了两百斤").reply
    assert "还在卖着" in on_sale.hear("老张", "又有了").reply


@pytest.mark.parametrize(
    "said", ["苹果卖出去了吗", "卖出去没有", "苹果卖了没", "卖得怎么样", "苹果有人买吗", "mai chu qu le ma"]
)
def test_a_seller_asks_how_it_goes(on_sale, said):
    assert "还没人订，有480斤，在卖" in on_sale.hear("老张", said).reply
    put(on_sale, sold=Decimal(50))
    assert "卖出50斤，还有430斤" in on_sale.hear("老张", said).reply
    put(on_sale, status="offered")
    assert "还没上架：等站长看" in on_sale.hear("老张", said).reply
    assert not on_sale.events


@pytest.mark.parametrize("said", ["酱油卖了吗", "酱油卖出去了吗", "红薯有人买吗"])
def test_how_other_goods_go_is_another_question(on_sale, said):
    reply = on_sale.hear("老张", said).reply
    assert "480斤" not in reply


WANTS = [
    ("买十斤老张的苹果", 10), ("老张的苹果来十斤", 10), ("要十斤老张家的苹果", 10), ("来10斤张大爷的苹果", 10), ("苹果十斤，要老张的", 10),
    ("我要五公斤老张的苹果", 10), ("给我来二十斤老张家苹果", 20),
]  # fmt: skip  # a table, a row a line


@pytest.mark.parametrize("channel", ["wechat", "sms"])
@pytest.mark.parametrize(("said", "many"), WANTS)
def test_a_buyer_who_names_the_seller_hears_it_read_back_at_once(on_sale, said, many, channel):
    on_sale.channels["桂花"] = channel
    assert f"苹果（一等）{many}斤" in on_sale.hear("桂花", said).reply
    assert isinstance(on_sale.talks["桂花"].asking, ConfirmPurchase)
    assert last(on_sale, ListingOrdered) is None
    on_sale.hear("桂花", "1")
    assert last(on_sale, ListingOrdered).sale.quantity == many


@pytest.mark.parametrize("said", ["我要老张的苹果", "老张家的苹果", "买六百斤老张的苹果", "买两箱老张的苹果"])
def test_how_much_is_asked_where_it_is_not_said_or_not_there(on_sale, said):
    assert "480斤" in on_sale.hear("桂花", said).reply
    assert isinstance(on_sale.talks["桂花"].asking, HowMuchOf)


def test_two_sellers_of_that_name_are_shown_to_choose_from(on_sale):
    for text in ("我有三百斤苹果，一块八一斤", "1", "0", "0"):
        on_sale.hear("张婶", text)
    on_sale.hear("boss", "收 苹果 张婶 300斤 二等")
    assert "2. 苹果" in on_sale.hear("桂花", "买十斤老张的苹果").reply


@pytest.mark.parametrize(
    "said", ["买十斤老王的苹果", "老张的苹果坏了", "老张的酱油来两瓶", "老张的苹果有毛病", "来十斤苹果"]
)
def test_another_name_another_article_and_a_complaint_buy_nothing_of_it(on_sale, said):
    on_sale.hear("桂花", said)
    assert not isinstance(on_sale.talks["桂花"].asking, ConfirmPurchase | HowMuchOf)


@pytest.mark.parametrize(
    "said",
    [
        "wo you 500 jin pingguo 2 kuai yi jin", "woyou500jinpingguo2kuaiyijin", "wo jia you 500 jin pingguo, liang kuai yi jin",
        "mai 500 jin pingguo 2 kuai yi jin", "wo yao mai 500 jin pingguo 2 kuai yi jin", "wo you 250 gongjin pingguo 4 kuai yi gongjin",
    ],
)  # fmt: skip  # a table, a row a line
def test_an_offer_in_pinyin_is_heard_whole(said):
    world = World()
    world.channels["老张"] = "sms"
    world.hear("老张", said)
    offer = last(world, ListingOffered)
    assert offer.goods == "苹果"
    assert offer.quantity * offer.price_fen == 100000
