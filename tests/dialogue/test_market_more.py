"""Group buys in any words, questions in the middle of buying, and offers that no station takes."""

from __future__ import annotations

import pytest
from world import World

from bot.domain.events import AlertRaised, GroupBegun, ListingOffered, ListingOrdered

OFFER = "我有两百斤脐橙，三块一斤"


def last(world: World, kind):
    return next((e for e in reversed(world.events) if isinstance(e, kind)), None)


def heard(world: World, who: str, *words: str) -> str:
    return [world.hear(who, text).reply for text in words][-1]


@pytest.fixture
def on_sale() -> World:
    world = World()
    heard(world, "罗大海", OFFER, "1", "0", "0")
    heard(world, "boss", "收 脐橙 罗大海 200斤 一等")
    return world


@pytest.mark.parametrize("said", ["脐橙满50斤成团", "成团 脐橙 50斤", "罗大海的脐橙满50斤成团，2天"])
def test_a_group_buy_is_begun_with_the_goods_first_or_last(on_sale, said):
    assert "满50斤成团" in on_sale.hear("boss", said).reply
    assert last(on_sale, GroupBegun).minimum == 50


@pytest.mark.parametrize("said", ["我也要拼脐橙 20斤", "拼20斤脐橙", "跟团 脐橙20斤"])
def test_a_group_buy_is_joined_by_naming_its_goods(on_sale, said):
    on_sale.hear("boss", "成团 脐橙 50斤")
    assert "您要拼脐橙（一等）20斤" in on_sale.hear("桂花", said).reply
    assert "不要了，不收钱" in heard(on_sale, "桂花", "1", "脐橙我不拼了")


@pytest.mark.parametrize("said", ["有团购吗", "有没有拼团", "团购有啥"])
def test_whether_there_is_a_group_buy_is_asked_in_any_words(on_sale, said):
    assert "没有在拼的团" in on_sale.hear("桂花", said).reply
    on_sale.hear("boss", "成团 脐橙 50斤")
    assert "差50斤成团" in on_sale.hear("桂花", said).reply


@pytest.mark.parametrize("said", ["都要", "全要了", "有多少要多少", "剩的都要"])
def test_all_that_is_left_is_bought_with_a_word(on_sale, said):
    heard(on_sale, "桂花", "村货", "1", said, "1")
    assert last(on_sale, ListingOrdered).sale.quantity == 200


@pytest.mark.parametrize("said", ["送到家行吗", "能不能微信付", "怎么付钱"])
@pytest.mark.parametrize("words", [("村货", "1"), ("村货", "1", "5斤")], ids=["how much", "really"])
def test_how_it_is_fetched_and_paid_is_told_in_between(on_sale, words, said):
    heard(on_sale, "桂花", *words)
    reply = on_sale.hear("桂花", said).reply
    assert "看了货再付钱" in reply
    assert "脐橙" in reply
    assert on_sale.talks["桂花"].basket.delivery is None


@pytest.mark.parametrize("said", ["我要卖房子", "想卖烟", "卖野味，100块一只"])
def test_what_no_station_takes_is_said_at_once(said):
    world = World()
    assert "收不了" in world.hear("罗大海", said).reply
    assert last(world, ListingOffered) is None


def test_who_made_it_is_not_what_is_sold():
    assert World().hear("罗大海", "我要卖老婆做的布鞋").reply.startswith("布鞋有多少双")


def test_more_comes_beside_what_was_offered_and_the_manager_is_alerted_once():
    world = World()
    assert "脐橙300斤" in heard(world, "罗大海", OFFER, "再加一百斤")
    reply = world.hear("罗大海", "是三百斤").reply
    assert "脐橙300斤" in reply
    assert "没听明白" not in reply
    assert len({event.key for event in world.events if isinstance(event, AlertRaised)}) == 1


@pytest.mark.parametrize("said", ["能不能来家里拉", "派车来拉吗", "上门收货吗"])
def test_whether_a_lorry_comes_is_answered(said):
    assert "送到站里过秤" in World().hear("罗大海", said).reply


def test_the_manager_asks_who_ordered(on_sale):
    assert "没人订" in on_sale.hear("boss", "脐橙谁订了").reply
    heard(on_sale, "桂花", "村货", "1", "5斤", "1")
    assert "罗大海 脐橙5斤" in on_sale.hear("boss", "脐橙有人订没").reply
    assert "已经收下上架了" in on_sale.hear("boss", "脐橙收了 一等 150斤").reply
