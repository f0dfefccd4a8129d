"""Goods in a clause: which, how many, and what is no goods at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.product import Product
from catalog.shop import Shop
from intents.goods.mentions import find_mentions


def found(text: str, shop: Shop) -> list[tuple[str, str | None]]:
    """What was found, as `sku sku` and quantity in selling units."""
    return [
        (" ".join(m.item.skus), None if m.item.quantity is None else f"{m.item.quantity.normalize():f}")
        for m in find_mentions(text, shop)
    ]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("老抽两瓶", [("A3", "2")]),
        ("来两瓶老抽", [("A3", "2")]),
        ("拿瓶老抽", [("A3", "1")]),
        ("老抽要", [("A3", None)]),
        ("老抽2糯米3", [("A3", "2"), ("B3", "3")]),
        ("两瓶老抽三袋糯米", [("A3", "2"), ("B3", "3")]),
        ("老抽两瓶糯米三袋", [("A3", "2"), ("B3", "3")]),
        ("5斤小米,3斤苹果", [("M1", "5"), ("E2", "3")]),
        ("老抽跟糯米各两份", [("A3", "2"), ("B3", "2")]),
        ("云岭的生抽一小瓶", [("A1", "1")]),
        ("生抽,云岭的,大桶那种,两桶", [("A2", "2")]),
        ("大米五十斤", [("B2", "1")]),
        ("25kg的大米两袋", [("B2", "2")]),
        ("尿素两百斤", [("J1", None)]),  # not a whole number of 40 kg bags
        ("尿素160斤", [("J1", "2")]),
        ("尿素一吨", [("J1", "25")]),
        ("电池12节", [("G1", "3")]),
        ("小米半斤", [("M1", "0.5")]),
        ("小米二斤八两", [("M1", "2.8")]),
        ("小米两公斤", [("M1", "4")]),
        ("护发素一打", [("C3", "12")]),
        ("护发素一箱", [("C3", None)]),  # there are only bottles: how many are in a box?
        ("拖鞋男的两双", [("I1", "2")]),
        ("两瓶老抽,不对,三瓶", [("A3", "3")]),
        ("是老抽不是生抽", [("A3", None)]),
        ("洗发水不要750的,小瓶的两瓶", [("C1", "2")]),
        ("煮饭用的香米50斤装的", [("B2", None)]),
        ("小米多少钱一斤", [("M1", None)]),
        ("四十块钱的苹果", [("E1 E2", None)]),
        ("老抽搬两瓶", [("A3", "2")]),  # what is done with so many is no part of the name
        ("河东糯米扛一袋", [("B3", "1")]),
        ("苹果切三斤", [("E2", "3")]),
        ("碱性电驰抓两板", [("G1", "2")]),
        ("给老李家糯米两袋", [("B3", "2")]),
    ],
)
def test_goods_and_their_number_belong_together(shop: Shop, text: str, want: list[tuple[str, str | None]]) -> None:
    assert found(text, shop) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("拖鞋,女的拿一双,男的拿两双", [("I2", "1"), ("I1", "2")]),
        ("两双棉拖鞋,一双男的一双女的", [("I1", "1"), ("I2", "1")]),
        ("拖鞋三双,男的两双,女的一双", [("I1", "2"), ("I2", "1")]),  # the three were the total
        ("生抽大的一桶小的两瓶老抽一瓶", [("A2", "1"), ("A1", "2"), ("A3", "1")]),
        ("香米十斤装的一袋,五十斤装的两袋", [("B1", "1"), ("B2", "2")]),
        ("洗发水400毫升的跟750毫升的", [("C1", None), ("C2", None)]),
        ("拖鞋来两双,男的", [("I1", "2")]),
        ("40公斤尿素一袋,香米要五十斤,苹果要五斤", [("J1", "1"), ("B2", "1"), ("E2", "5")]),
        ("400毫升洗发水一瓶750毫升洗发水两瓶", [("C1", "1"), ("C2", "2")]),
        ("香米10斤装的一袋,再来两袋50斤装的", [("B1", "1"), ("B2", "2")]),
        ("酱油两瓶,一瓶云岭一瓶老庙山", [("A1", "1"), ("A3", "1")]),
        ("拖鞋一双,女的,不对,男的", [("I1", "1")]),
        ("拖鞋要一双42码的男的", [("I1", "1")]),
    ],
)
def test_goods_named_once_come_in_several_kinds(shop: Shop, text: str, want: list[tuple[str, str | None]]) -> None:
    assert found(text, shop) == want


@pytest.fixture(scope="module")
def stall() -> Shop:
    """A stall whose goods come in several kinds."""
    rows = """
P1|晨星中性笔红色12支|晨星|12支|盒
P2|晨星中性笔黑色12支|晨星|12支|盒
P3|晨星中性笔芯黑色20支|晨星|20支|盒
P4|彩乐水彩笔24色|彩乐|24色|盒
P5|彩乐水彩笔12色|彩乐|12色|盒
P6|喜乐大红包50个|喜乐|50个|包
P7|喜乐百元小红包90个|喜乐|90个|包
P8|喜乐敬酒杯红色一对|喜乐||对
P9|晨星作文本5本|晨星|5本|包
Q1|远南电线2.5平方100米|远南|100m|卷
Q2|远南电线4平方100米|远南|100m|卷
Q3|坚石自攻螺丝4×30mm 100个|坚石|100个|盒
Q4|睡安蚕丝喜被200×230cm|睡安|200×230cm|床
Q5|睡安棉花被6斤|睡安|6斤|床
R1|辣婆风味鸡油辣椒280g|辣婆|280g|瓶
R2|辣婆风味豆豉辣椒280g|辣婆|280g|瓶
R3|顺途机油1L|顺途|1L|瓶
R4|脆脆薯片原味|脆脆|75g|包
R5|脆脆薯片黄瓜味|脆脆|75g|包
R6|河口梨10斤装|河口|10斤|箱
R7|散装河口梨|||斤
R8|山里红烧牛肉面|山里||桶
R9|海边老坛酸菜牛肉面|海边||桶
"""
    cells = (row.split("|") for row in rows.split("\n") if row)
    return Shop(
        Product(sku=sku, name=name, brand=brand, category="杂货", spec=spec, unit=unit, price_fen=100)
        for sku, name, brand, spec, unit in cells
    )


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("红笔两盒黑笔三盒", [("P1", "2"), ("P2", "3")]),  # colours are said before what comes in several
        ("红笔两盒黑笔三盒,都要晨星的", [("P1", "2"), ("P2", "3")]),
        ("写作文的本子两包", [("P9", "2")]),  # 作文的本子 is a 作文本
        ("大米二两", [("", "0.2")]),  # where there is no unit of it, what it would be sold by
        ("中性笔黑的两盒", [("P2", "2")]),  # a refill is no pen
        ("白笔一盒", [("", "1")]),
        ("不要红笔,黑的来三盒", [("P2", "3")]),
        ("水彩笔24色的一盒12色的两盒", [("P4", "1"), ("P5", "2")]),
        ("小红包两包", [("P7", "2")]),  # named so, though more are in it
        ("酒杯三对", [("P8", "3")]),
        ("语文书两包", [("", "2")]),
        ("2.5平方的电线一卷,4平方的两卷", [("Q1", "1"), ("Q2", "2")]),
        ("自攻螺丝4乘30的两盒", [("Q3", "2")]),
        ("喜被一床", [("Q4", "1")]),
        ("被子一床", [("Q4 Q5", "1")]),
        ("被子两床,一床喜被一床棉花被", [("Q4", "1"), ("Q5", "1")]),  # the two were the total
        ("六斤的被子,不对,蚕丝的,一床", [("Q4", "1")]),
        ("鸡油辣椒两瓶", [("R1", "2")]),  # no engine oil, though it sounds so
        ("辣婆鸡油的两瓶豆豉的三瓶", [("R1", "2"), ("R2", "3")]),
        ("脆脆原味的两包黄瓜味的三包", [("R4", "2"), ("R5", "3")]),
        ("梨来十斤", [("R6", "1")]),
        ("酸菜的面两桶红烧的三桶", [("R9", "2"), ("R8", "3")]),
        ("称十斤梨", [("R7", "10")]),  # what is weighed is loose
    ],
)
def test_kinds_are_told_by_colour_measure_and_name(stall: Shop, text: str, want: list[tuple[str, str | None]]) -> None:
    assert found(text, stall) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("小米一两半", [("M1", "0.15")]),
        ("电池八粒", [("G1", "2")]),  # the label says 节
        ("两斤香米,哦是袋装的啊,那两袋", [("B1 B2", "2")]),  # nothing here holds two jin
        ("我要擦手那种香米", [("B1 B2", None)]),
        ("矿泉水一打,瓶装的", [("H2", "12")]),
    ],
)
def test_numbers_come_in_many_units(shop: Shop, text: str, want: list[tuple[str, str | None]]) -> None:
    assert found(text, shop) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("拖鞋来一双,男的不要", [("I2", "1")]),
        ("拖鞋来一双,男的那个我不要", [("I2", "1")]),
        ("生抽一瓶,大的不要", [("A1", "1")]),
    ],
)
def test_what_is_refused_behind_goods_narrows_them(shop: Shop, text: str, want: list[tuple[str, str | None]]) -> None:
    assert found(text, shop) == want


@pytest.mark.parametrize(
    ("text", "words", "quantity"),
    [
        ("求一瓶风油精", "风油精", 1),
        ("燕京啤酒两箱", "燕京啤酒", 2),
        ("苹果醋两瓶", "苹果醋", 2),
        ("云岭蚝油一瓶", "云岭蚝油", 1),
        ("有没有鱼竿", "鱼竿", None),
        ("糯米糕三盒", "糯米糕", 3),
        ("苹果手机一台", "苹果手机", 1),
        ("尿素架一个", "尿素架", 1),  # what is stuck behind a name is what the thing is
        ("老抽瓶一个", "老抽瓶", 1),
        ("拖鞋面板三个", "拖鞋面板", 3),
        ("苹果干两袋", "苹果干", 2),
        ("糯米酒一瓶", "糯米酒", 1),
        ("糯米泡苹果一袋", "糯米泡苹果", 1),
        ("云岭酸酸乳一箱", "云岭酸酸乳", 1),
        ("孔湾家糯米一袋", "孔湾家糯米", 1),  # 家 makes an unknown word the maker
    ],
)
def test_goods_the_shop_lacks_are_found_too(shop: Shop, text: str, words: str, quantity: int | None) -> None:
    (mention,) = find_mentions(text, shop)

    assert mention.item.skus == ()
    assert mention.words == words
    assert mention.quantity == (None if quantity is None else Decimal(quantity))


@pytest.mark.parametrize(
    "text",
    [
        "今天天气真好",
        "我先睡觉了",
        "明天再说吧",
        "手机没电了",
        "他骑电动车去镇上了",
        "家里来客人了",
        "好的谢谢",
        "要是下雨就算了",
    ],
)
def test_talk_is_no_goods(shop: Shop, text: str) -> None:
    assert find_mentions(text, shop) == ()


@pytest.mark.parametrize(
    "text",
    [
        "香一把",
        "麦克风一个",
        "从单子里看",
        "我想找个活",
        "喝了一口",
        "叫我学网上买",
        "欲买两瓶",
        "刚有个人来",
        "地址是柳树沟3组赵德厚家",
    ],
)
def test_what_only_sounds_like_goods_names_none(shop: Shop, text: str) -> None:
    assert all(mention.item.skus == () for mention in find_mentions(text, shop))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("电池八节一板的来两板", [("G1", "2")]),
        ("老抽瓶装的来两瓶", [("A3", "2")]),
        ("不是要老抽,是要生抽", [("A1 A2", None)]),
        ("拖鞋两双不要女的", [("I1", "2")]),
        ("老抽糯米各一份", [("A3", "1"), ("B3", "1")]),
    ],
)
def test_sizes_packs_and_refusals_are_no_numbers(shop: Shop, text: str, want: list[tuple[str, str | None]]) -> None:
    assert [one for one in found(text, shop) if one[0] != "A3" or one[1]] == want


def test_unwanted_goods_are_marked(shop: Shop) -> None:
    (mention,) = find_mentions("不要那个老抽了", shop)

    assert (mention.item.skus, mention.negated) == (("A3",), True)


def test_a_brand_alone_is_not_named(shop: Shop) -> None:
    (mention,) = find_mentions("云岭的", shop)

    assert (mention.item.skus, mention.named) == (("A1", "A2"), False)


@given(st.text(alphabet="老抽生米苹果两3斤瓶的大不要和,，。 ab九千万半个", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_ordered_mentions_within_it(shop: Shop, text: str) -> None:
    mentions = find_mentions(text, shop)

    assert list(mentions) == sorted(mentions, key=lambda m: m.start)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)


def test_a_very_long_text_is_read_in_time(shop: Shop) -> None:
    assert len(find_mentions("老抽两瓶," * 600, shop)) == 600
