"""Merchants' offers by chat: asked for, taken with one word at their price, and only while they hold."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace
from world import NOON, SHOP, World

from bot.domain.campaign import Campaign, effect, held_out
from bot.domain.events import CampaignTold, OffersAllowed, OfferTaken, OptedIn, SurveyAnswered

ARTICLE = next(p for p in SHOP.products if not p.install and p.price_fen > 200 and p.stock is None)
OFFER = Campaign(
    key="c1", merchant="香禾", sku=ARTICLE.sku, name=ARTICLE.name, unit=ARTICLE.unit, usual_fen=ARTICLE.price_fen,
    price_fen=ARTICLE.price_fen - 100, text="新货到了", opens=NOON.date(), closes=NOON.date() + timedelta(days=5),
    pieces=Decimal(3), status="approved",
)  # fmt: skip  # a table, a row a line


@pytest.fixture
def world() -> World:
    return World(offers=[OFFER])


@pytest.mark.parametrize("said", ["要", "1", "yao", "我要"])
def test_one_word_takes_the_offer_at_its_price(world, said):
    read = world.hear("ann", said)
    assert f"{OFFER.price_fen / 100:g}元" in read.reply
    world.hear("ann", "1")
    (order,) = world.orders
    assert [line.price_fen for line in order.lines] == [OFFER.price_fen]
    (taken,) = (e for e in world.events if isinstance(e, OfferTaken))
    assert (taken.campaign, taken.number, taken.quantity) == ("c1", order.number, 1)


def test_what_is_beyond_its_pieces_costs_the_usual_price(world):
    world.hear("ann", "要")
    world.hear("ann", "改成4" + ARTICLE.unit)
    world.hear("ann", "1")
    assert [line.price_fen for line in world.orders[0].lines] == [ARTICLE.price_fen]
    assert not any(isinstance(e, OfferTaken) for e in world.events)


@pytest.mark.parametrize("said", ["{name}一{unit}", "要1{unit}", "那个优惠的来一{unit}", "我要优惠的那个"])
def test_however_it_is_asked_for_the_told_price_holds(world, said):
    assert f"{OFFER.price_fen / 100:g}元" in world.hear("ann", said.format(name=ARTICLE.name, unit=ARTICLE.unit)).reply
    world.hear("ann", "1")
    assert world.orders[0].lines[0].price_fen == OFFER.price_fen
    assert [e.campaign for e in world.events if isinstance(e, OfferTaken)] == ["c1"]


def test_who_was_not_told_pays_the_usual_price():
    world = World()
    world.hear("ann", f"{ARTICLE.name}一{ARTICLE.unit}")
    world.hear("ann", "1")
    assert world.orders[0].lines[0].price_fen == ARTICLE.price_fen


def test_an_order_that_is_changed_keeps_the_offers_price_though_it_holds_the_last_pieces(world):
    world.hear("ann", f"要3{ARTICLE.unit}")
    world.hear("ann", "1")
    world.offers = [replace(OFFER, taken=OFFER.pieces)]
    assert f"2{ARTICLE.unit}×{OFFER.price_fen / 100:g}" in world.hear("ann", f"改成2{ARTICLE.unit}").reply


def test_why_it_is_not_the_offers_price_is_said(world):
    assert f"只剩3{ARTICLE.unit}" in world.hear("ann", f"{ARTICLE.name}四{ARTICLE.unit}").reply
    world.offers = [replace(OFFER, taken=OFFER.pieces)]
    assert "卖完了，这是平时的价" in world.hear("bob", f"{ARTICLE.name}一{ARTICLE.unit}").reply


def test_the_offer_is_told_beside_the_price_and_when_asked_for(world):
    price = f"{OFFER.price_fen / 100:g}元一{ARTICLE.unit}"
    assert price in world.hear("ann", f"{ARTICLE.name}多少钱").reply
    assert price in world.hear("bob", "有什么优惠").reply
    assert world.hear("bob", "要").reply.count(f"{OFFER.price_fen / 100:g}元") > 0
    assert "要优惠" in World().hear("cat", "有什么优惠").reply


@pytest.mark.parametrize("said", ["要", "要3{unit}"])
def test_an_open_question_of_a_survey_does_not_swallow_the_offer_and_comes_back(world, said):
    world.hear("ann", "调查")
    assert ARTICLE.name in world.hear("ann", said.format(unit=ARTICLE.unit)).reply
    placed = world.hear("ann", "1").reply
    assert "下单了" in placed
    assert "1/5" in placed
    assert not any(isinstance(e, SurveyAnswered) for e in world.events)
    assert "2/5" in world.hear("ann", "1").reply


def test_an_offer_that_ends_before_the_yes_is_read_back_anew(world):
    world.hear("ann", "要")
    world.offers = []
    assert f"{ARTICLE.price_fen / 100:g}元" in world.hear("ann", "1").reply
    assert not world.orders
    world.hear("ann", "1")
    assert world.orders[0].lines[0].price_fen == ARTICLE.price_fen


def test_an_offer_that_is_used_up_is_said_so(world):
    world.offers = [replace(OFFER, taken=OFFER.pieces)]
    assert "卖完" in world.hear("ann", "要").reply
    assert not world.talks["ann"].basket.lines


def test_without_an_offer_the_words_mean_what_they_meant():
    with_none, plain = World().hear("ann", "要"), World().hear("bob", "要")
    assert with_none.reply == plain.reply


def test_offers_are_asked_for_and_ended_by_a_word(world):
    world.hear("ann", "要优惠")
    world.hear("ann", "不要优惠")
    assert [e.allowed for e in world.events if isinstance(e, OffersAllowed)] == [True, False]
    world.people["ann"] = replace(world.person("ann"), opted_out=True)
    world.hear("ann", "订阅优惠")
    assert any(isinstance(e, OptedIn) for e in world.events)


def test_the_letter_is_marketing_and_fits_two_sms(world):
    world.person("ann")
    world.record(CampaignTold(person="ann", campaign=replace(OFFER, text="好" * 30), told=True, at=NOON))
    (letter,) = world.letters
    assert (letter.marketing, letter.urgent) == (True, False)
    assert len(letter.sms) <= 130
    assert letter.sms.endswith("退订回T")


def test_about_a_tenth_is_held_out_and_always_the_same_people():
    held = [n for n in range(2000) if held_out(f"index{n}")]
    assert 150 < len(held) < 250
    assert held == [n for n in range(2000) if held_out(f"index{n}")]


@pytest.mark.parametrize("few", [(100, 4, 50, 10), (100, 96, 50, 10), (100, 20, 50, 4), (100, 20, 14, 10)])
def test_no_effect_is_shown_of_fewer_than_five_people(few):
    assert effect(*few) is None


def test_the_effect_is_a_difference_of_shares_with_its_interval():
    found = effect(403, 121, 51, 6)
    assert (found.told, found.told_ordered, found.held_out, found.held_out_ordered) == (400, 120, 50, 5)
    assert found.low < found.difference == 20.0 < found.high
