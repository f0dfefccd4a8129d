"""Goods in stories, questions and plans are no orders; goods in wishes are."""

from __future__ import annotations

from datetime import datetime

import pytest

from catalog.shop import Shop
from intents.acts import Add
from intents.goods.told import is_told
from intents.understand import understand
from intents.utterance import Utterance

AT = datetime.fromisoformat("2026-12-03T10:00:00+08:00")
TOLD = [
    "他舅喝了半斤老抽,脸都黑了",
    "隔壁老周送我两袋尿素",
    "我娃吃了三个苹果",
    "上回买的老抽真不错",
    "去年我家种了两亩苹果",
    "家里还有糯米",
    "老抽还没用完",
    "等发了工资再买充电宝",
    "尿素一亩地上多少",
    "糯米怎么煮",
    "糯米能放多久",
    "每户发一袋大米",
    "再便宜点我就买两袋尿素",
]
ASKED = [
    "我要一瓶老抽",
    "再给我来两袋尿素",
    "上回那个老抽再来一瓶",
    "苹果来五斤",
    "要是有老抽就来一瓶",
    "帮我捎两袋糯米",
    "有老抽的话拿一瓶",
    "糯米两袋",
    "还有两袋糯米",
    "隔壁老周让我给他带两袋尿素",
]


@pytest.mark.parametrize("words", TOLD)
def test_what_is_told_is_no_order(words: str, shop: Shop) -> None:
    acts = understand(Utterance(text=words, at=AT), shop)

    assert is_told(words)
    assert not any(isinstance(act, Add) for act in acts)


@pytest.mark.parametrize("words", ASKED)
def test_what_is_asked_for_is_ordered(words: str, shop: Shop) -> None:
    assert any(isinstance(act, Add) for act in understand(Utterance(text=words, at=AT), shop))


def test_of_several_goods_only_those_asked_for_are_ordered(shop: Shop) -> None:
    acts = understand(Utterance(text="家里糯米够吃来两瓶老抽", at=AT), shop)

    assert [item.skus for act in acts if isinstance(act, Add) for item in act.items] == [("A3",)]


def test_a_name_that_only_describes_is_no_goods_of_its_own(shop: Shop) -> None:
    acts = understand(Utterance(text="充电宝来一个,苹果的", at=AT), shop)

    assert [item.skus for act in acts if isinstance(act, Add) for item in act.items] == [("L1",)]
