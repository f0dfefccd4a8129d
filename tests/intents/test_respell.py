"""Service words written by ear are put right; words of their own, and goods, are not."""

from __future__ import annotations

import pytest

from catalog.shop import Shop
from intents.text.respell import respell
from intents.text.wording import plain


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("取肖订单", "取消订单"),
        ("酱油多少前一瓶", "酱油多少钱一瓶"),
        ("看看够物车", "看看购物车"),
        ("洁账", "结账"),
        ("推订", "退订"),
        ("星期伍送", "星期五送"),
        ("蒜了", "算了"),
    ],
)
def test_a_service_word_is_heard_by_its_sound(written: str, meant: str, sample_shop: Shop) -> None:
    assert respell(plain(written), sample_shop).text == meant


@pytest.mark.parametrize("written", ["买蒜了", "我现在来", "下蛋的鸡吃啥", "来两瓶酱油", "自体", "一样一个"])
def test_what_is_a_word_itself_stays(written: str, sample_shop: Shop) -> None:
    wording = plain(written)
    assert respell(wording, sample_shop) is wording


def test_slots_are_still_given_as_written(sample_shop: Shop) -> None:
    heard = respell(plain("我要推货"), sample_shop)
    assert heard.text == "我要退货"
    assert heard.said(2, 4) == "推货"
