"""Everything that villagers sell can be reached, and an amount is of what was shown, never of the shop's goods."""

from __future__ import annotations

import pytest
from world import World
from world_goods import GOODS, article

from bot.dialogue.market.questions import ChooseListing, ConfirmPurchase
from catalog.shop import Shop

KINDS = ("苹果", "核桃", "红薯", "土豆", "花生", "黄豆", "小米")
APPLES = article("A01", "洛川红富士苹果10斤", 4990, "箱", "水果/苹果", spec="10斤")


def village(*kinds: str, channel: str = "wechat") -> World:
    world = World(shop=Shop((*GOODS, APPLES)))
    for n, goods in enumerate(kinds):
        for text in (f"我有五百斤{goods}，两块一斤", "1", "0", "0"):
            world.hear(f"卖家{n}", text)
        world.hear("boss", f"收 {goods} 卖家{n} 480斤 一等")
    world.channels["桂花"] = channel
    return world


@pytest.mark.parametrize(("channel", "pages"), [("wechat", 2), ("sms", 4)])
def test_pages_show_all_that_is_sold_and_come_round_again(channel, pages):
    world = village(*KINDS, channel=channel)
    shown = [world.hear("桂花", text).reply for text in ("村货", *["M"] * pages)]
    assert all(any(goods in page for page in shown) for goods in KINDS)
    assert all("M看更多" in page for page in shown)
    assert shown[-1] == shown[0]


def test_a_number_of_a_later_page_chooses_what_stands_there():
    world = village(*KINDS)
    world.hear("桂花", "村货")
    row = next(line for line in world.hear("桂花", "M").reply.splitlines() if line.startswith("7. "))
    assert row.removeprefix("7. ").partition("（")[0] in world.hear("桂花", "7").reply


def test_what_fits_on_a_page_has_no_more():
    assert "回M" not in village("苹果").hear("桂花", "村货").reply


@pytest.mark.parametrize("amount", ["十斤", "10斤", "要十斤"])
def test_an_amount_is_of_the_one_thing_that_was_shown(amount):
    world = village("核桃")
    for text in ("苹果多少钱", "村货 核桃", amount):
        world.hear("桂花", text)
    asked = world.talks["桂花"].asking
    assert isinstance(asked, ConfirmPurchase)
    assert asked.quantity == 10
    assert not world.talks["桂花"].basket.lines


def test_an_amount_of_one_of_several_is_asked_about_again():
    world = village("核桃", "红薯")
    for text in ("苹果多少钱", "村货", "十斤"):
        world.hear("桂花", text)
    assert isinstance(world.talks["桂花"].asking, ChooseListing)
    assert not world.talks["桂花"].basket.lines
