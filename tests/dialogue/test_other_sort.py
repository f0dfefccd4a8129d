"""What is read back is wanted otherwise: another of its kind, as the words describe it, and of no other kind."""

from __future__ import annotations

import pytest
from world import World

from bot.domain.events import OrderMoved
from bot.domain.order import Status
from catalog.reading import read_catalog
from catalog.shop import Shop
from config.data import HERE

SAMPLE = Shop(read_catalog(HERE / "sample" / "catalog.csv").rows)


def said(*words: str) -> str:
    world = World()
    world.shop = SAMPLE
    return [world.hear("秀英", word) for word in words][-1].reply


@pytest.mark.parametrize(
    ("first", "then", "want"),
    [
        ("中盐加碘盐两袋", "换成没碘的", "雪天未加碘海盐320g 2袋"),
        ("金沙河面粉大袋的来一袋", "算了还是要小袋", "金沙河富强高筋小麦粉5kg 1袋"),
        ("飞鹤3段奶粉两罐", "不对，要1段的", "飞鹤星飞帆1段奶粉700g 2罐"),
        ("回力雨靴43码一双", "女款的", "女款38码"),
        ("美的电饭煲一个", "便宜的", "半球老式电饭锅"),  # the cheapest of the rice cookers, no kettle
        ("水星家纺四季被一床", "厚的吧", "棉花被8斤"),
        ("中盐加碘盐两袋", "带碘的不", "是带碘的：中盐加碘深井盐"),
    ],
)
def test_another_of_its_kind_takes_its_place(first: str, then: str, want: str) -> None:
    assert want in said(first, then)


@pytest.mark.parametrize("then", ["便宜两块我就要", "我要的", "紫色的", "这是双人的不"])
def test_words_that_describe_no_other_change_nothing(then: str) -> None:
    assert "水星家纺四季被1.5米床 1床 139元" in said("水星家纺四季被一床", then)


@pytest.mark.parametrize("then", ["带碘的不", "还是要海盐吧", "大袋的"])
def test_what_is_read_back_may_be_gone_from_the_shop_meanwhile(then: str) -> None:
    world = World()
    world.hear("秀英", "盐两袋")
    world.shop = Shop(product for product in world.shop.products if product.sku != "S07")
    assert world.hear("秀英", then).reply
    assert "有一样不卖了" in world.hear("秀英", "1").reply  # nobody knows what S07 is


def test_thin_and_thick_are_told_by_the_name() -> None:
    assert "四季被1.5米床 1床" in said("被子一床", "那就薄的")


def test_no_label_is_taken_for_what_it_says_it_is_not() -> None:
    assert "中盐加碘深井盐350g 2袋" in said("来两袋盐", "加碘的")


def test_shoes_that_are_too_small_go_back_though_larger_ones_are_named() -> None:
    world = World()
    world.shop = SAMPLE
    for word in ("3537解放鞋一双", "好"):
        world.hear("秀英", word)
    for state in (Status.PACKED, Status.AT_COUNTY, Status.IN_TRANSIT, Status.AT_STATION, Status.COLLECTED):
        world.record(OrderMoved(number=world.orders[0].number, to=state, at=world.at, by="manager"))
    assert "退3537解放鞋42码" in world.hear("秀英", "鞋小了，换一双大的").reply
