"""Selling by chat never traps, hints at prices only when enough was sold, and fits into an SMS."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from world import NOON, World

from bot.dialogue.notices import Around, letters
from bot.dialogue.pages import SMS_UNITS, size
from bot.domain.events import GroupClosed, ListingInspected, ListingMoved, ListingOrdered, SaleHanded, SellerPaid
from bot.domain.listing import Listing, Sale, Sold
from bot.domain.settlement import Settlement, sums_of

OFFERS = {
    "goods": ("我有东西要卖",),
    "quantity": ("我有苹果要卖",),
    "price": ("我有苹果要卖", "五百斤"),
    "readback": ("我有五百斤苹果，两块一斤",),
    "ready": ("我有五百斤苹果，两块一斤", "1"),
    "photo": ("我有五百斤苹果，两块一斤", "1", "1"),
}
BUYS = {"which": ("村货",), "how_much": ("村货", "1"), "really": ("村货", "1", "50")}


def said(*words: str, who: str = "老张", channel: str = "wechat") -> World:
    world = World()
    world.channels[who] = channel
    for text in words:
        world.hear(who, text)
    return world


@pytest.mark.parametrize("way_out", ["取消", "0", "不卖了"])
@pytest.mark.parametrize("words", OFFERS.values(), ids=OFFERS)
def test_a_seller_can_leave_at_every_question(words, way_out):
    world = said(*words)
    world.hear("老张", way_out)
    world.hear("老张", "0")  # of the two questions after the offer, each is skipped by itself
    assert world.talks["老张"].asking is None


@pytest.mark.parametrize("words", OFFERS.values(), ids=OFFERS)
def test_the_price_of_something_else_may_be_asked_at_every_question(words):
    assert "生抽" in said(*words).hear("老张", "酱油多少钱").reply


@pytest.fixture
def on_sale():
    world = said("我有五百斤苹果，两块一斤", "1")
    world.hear("boss", "收 苹果 老张 480斤 一等")
    return world


@pytest.mark.parametrize("words", BUYS.values(), ids=BUYS)
def test_a_buyer_can_leave_at_every_question(on_sale, words):
    for text in words:
        on_sale.hear("桂花", text)
    assert "不要了" in on_sale.hear("桂花", "取消").reply
    assert on_sale.talks["桂花"].asking is None
    assert on_sale.market.sales == {}


def test_what_was_read_out_is_what_is_bought(on_sale):
    for text in BUYS["really"]:
        on_sale.hear("桂花", text)
    on_sale.hear("老张", "改价两块二")
    assert "改了价" in on_sale.hear("桂花", "1").reply
    assert on_sale.market.sales == {}


@pytest.mark.parametrize(("sold", "hinted"), [(4, False), (5, True)])
def test_a_price_is_hinted_at_once_enough_was_sold(sold, hinted):
    world = World()
    world.market.prices = [180 + 10 * n for n in range(sold)]
    world.hear("老张", "我有苹果要卖")
    assert ("1.8到2.2元一斤" in world.hear("老张", "五百斤").reply) == hinted


def notices():
    """Everything that is told, at its longest."""
    listing = Listing(
        key="l1",
        seller="seller",
        seller_name="欧阳秀英",
        station="QS001",
        goods="红" * 20,
        quantity=Decimal("12345.678"),
        unit="公斤",
        price_fen=123456,
        price_unit="公斤",
        status="offered",
        created_at=NOON,
    )
    day = NOON.date()
    sale = Sale(
        key="s1",
        listing="l1",
        buyer="buyer",
        quantity=Decimal("1234.567"),
        unit="公斤",
        price_fen=123456,
        bring_by=day,
        created_at=NOON,
        paid_fen=123456789,
    )
    sums = sums_of(sale.quantity, "公斤", 123456)
    yield ListingMoved(listing=listing, to="refused", by="manager", at=NOON, reason="虫" * 40)
    yield ListingMoved(listing=listing, to="expired", by="system", at=NOON)
    until = NOON + timedelta(days=14)
    yield ListingInspected(
        listing=listing, grade="特等", quantity=sale.quantity, price_fen=123456, until=until, at=NOON
    )
    yield ListingOrdered(listing=listing, sale=sale)
    for reached in (True, False):
        yield GroupClosed(listing=listing, reached=reached, pledged=(sale,), bring_by=day, at=NOON)
    yield SaleHanded(sold=Sold(sale=sale, listing=listing), weight=sale.quantity, sums=sums, at=NOON)
    paid = Settlement(key="p1", seller="seller", station="QS001", sums=sums, how="transfer", by="boss", at=NOON)
    yield SellerPaid(settlement=paid, sales=("s1",))


@pytest.mark.parametrize("event", list(notices()), ids=lambda event: type(event).__name__)
def test_what_is_told_fits_into_two_parts(event):
    told = letters(event, Around(at=NOON))
    assert told
    assert len({letter.key for letter in told}) == len(told)
    assert all(size(letter.sms, "sms") <= SMS_UNITS for letter in told)
