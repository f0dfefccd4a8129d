"""Group buys in any words, questions in the middle of buying, and offers that no station takes."""

from __future__ import annotations

import pytest
from market_day import heard, last, on_sale
from world import World

from bot.domain.events import AlertRaised, GroupBegun, ListingChanged, ListingOffered, ListingOrdered

OFFER = "我有两百斤脐橙，三块一斤"


@pytest.fixture(name="on_sale")
def oranges() -> World:
    return on_sale(World(), "罗大海", OFFER, "脐橙 罗大海 200斤 一等")


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


def test_an_old_man_is_led_through_with_his_own_words():
    world = World()
    world.hear("老卫", "你好啊 家里今年收了些核桃 大概两百来斤 想问问能不能帮我卖")
    for text in ("你看能卖多少钱", "别人家卖多少"):
        reply = world.hear("老卫", text).reply
        assert "按集上的价报就行" in reply
        assert "一斤卖多少钱" in reply
    assert "核桃200斤，12元/斤" in world.hear("老卫", "那就十二吧").reply
    assert "什么时候能拿来" in world.hear("老卫", "嗯").reply
    assert "照片" in world.hear("老卫", "随时都行").reply
    assert "记下了" in world.hear("老卫", "我不会弄照片").reply


@pytest.mark.parametrize("said", ["卖了咋告诉我", "多久能卖掉", "钱咋给我", "要扣多少钱", "有手续费吗"])
def test_how_a_sale_goes_is_told(said):
    world = World()
    assert "货款在站里拿" in world.hear("老卫", said).reply
    assert last(world, ListingOffered) is None


@pytest.mark.parametrize("said", ["脐橙我留了20斤自己吃 还有170斤", "脐橙卖了些，还有170斤", "还有170斤"])
def test_what_is_left_is_the_last_amount(on_sale, said):
    assert "脐橙还剩170斤" in on_sale.hear("罗大海", said).reply


@pytest.mark.parametrize(
    "said", ["降价到25", "脐橙降价到2块5", "脐橙便宜点 2.5", "一斤卖2.5", "价钱改回2块5", "脐橙改价2.5"]
)
def test_another_price_is_said_in_any_words(on_sale, said):
    assert "脐橙改成" in on_sale.hear("罗大海", said).reply


@pytest.mark.parametrize("said", ["脐橙不卖了", "不卖脐橙了", "先不卖脐橙了", "bu mai qi cheng le"])
def test_goods_that_are_named_are_taken_off(on_sale, said):
    assert "脐橙先不卖了" in on_sale.hear("罗大海", said).reply


@pytest.mark.parametrize("said", ["这里不卖盐", "你们不卖酱油了吗"])
def test_what_the_shop_does_not_sell_takes_nothing_off(on_sale, said):
    assert "先不卖了" not in on_sale.hear("罗大海", said).reply


@pytest.mark.parametrize("said", ["谁家有酱油", "谁家卖盐", "哪家有盐卖"])
def test_what_no_villager_sells_is_looked_for_in_the_shop(on_sale, said):
    assert "元/" in on_sale.hear("桂花", said).reply


def test_after_looking_at_village_goods_a_digit_means_nothing_of_the_list_before(on_sale):
    on_sale.hear("桂花", "有酱油吗")
    assert "没有乡亲卖这个" in on_sale.hear("桂花", "村货 花椒").reply
    on_sale.hear("桂花", "1")
    assert not on_sale.talks["桂花"].basket.lines


@pytest.mark.parametrize("said", ["新鲜不", "是谁家的", "有照片吗", "甜不甜"])
def test_what_goods_are_like_is_answered_while_buying(on_sale, said):
    heard(on_sale, "桂花", "村货", "1")
    reply = on_sale.hear("桂花", said).reply
    assert "站长看过货，定的一等" in reply
    assert "要多少斤" in reply


def test_liang_are_weighed_too_and_too_much_says_how_much_may_come(on_sale):
    heard(on_sale, "桂花", "村货", "1", "5斤", "1")
    assert "最多收5.5斤" in on_sale.hear("boss", "罗大海送来脐橙6斤").reply
    assert "脐橙5.4斤" in on_sale.hear("boss", "罗大海送来脐橙5斤4两").reply


def test_the_weight_of_one_may_be_told_with_the_offer():
    assert "羊3只约240斤，20元/斤" in World().hear("水生", "我要卖羊 三只 每只80斤 20块一斤").reply


def test_a_grade_in_the_name_is_not_said_twice():
    world = World()
    heard(world, "喻大叔", "我有一等苹果100斤，三块一斤", "1", "0", "0")
    replies = [world.hear("boss", "收 苹果 喻大叔 100斤 一等").reply, world.letters[-1].text]
    replies.append(world.hear("喻大叔", "我卖的").reply)
    assert all("一等苹果100斤" in reply for reply in replies)


def test_what_is_said_to_be_of_the_village_is_not_ordered_of_the_shop(on_sale):
    assert "1. 脐橙（一等）" in on_sale.hear("桂花", "我要村里的脐橙").reply
    assert "没有乡亲卖这个" in on_sale.hear("桂花", "我要村里的盐").reply
    assert not on_sale.talks["桂花"].basket.lines


def test_a_cartload_is_weighed_where_its_price_was_asked():
    world = World()
    assert "白菜1车约2000斤，0.25元/斤" in heard(world, "戴", "我有一车白菜要卖", "两千斤", "两毛五")


@pytest.mark.parametrize(
    "said", ["我有两百斤红薯要卖，八毛一斤", "红薯卖八毛", "还有红薯要卖 8毛一斤", "酱油涨到三块了"]
)
def test_the_price_of_other_goods_changes_nothing(on_sale, said):
    assert "脐橙改成" not in on_sale.hear("罗大海", said).reply
    assert last(on_sale, ListingChanged) is None
