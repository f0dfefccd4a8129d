"""Goods said in a row, with whatever stands between them, are the same goods with the same numbers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.understand import understand
from intents.utterance import Utterance

AT = datetime(2026, 11, 25, 1, tzinfo=UTC)
GOODS = {
    "酱油": "瓶", "醋": "瓶", "盐": "袋", "白糖": "袋", "面粉": "袋", "鸡蛋": "盘", "洗衣粉": "袋", "卫生纸": "提", "牙膏": "支",
    "香皂": "块", "洗发水": "瓶", "啤酒": "箱", "牛奶": "箱", "毛巾": "条", "灯泡": "个", "电池": "板", "雨伞": "把", "暖瓶": "个",
    "菜刀": "把", "笤帚": "把", "袜子": "双", "拖鞋": "双", "尿素": "袋", "刷碗的": "桶", "割草的那种": "把", "挂衣服的": "捆",
    "腌菜": "袋", "咖啡豆": "袋",
}  # fmt: skip  # a table, a row a line
"""By name and by what they are for; the last two the shop does not carry."""
JOINTS = ("", "，", "、", " ", "和", "再来")
rows = st.lists(
    st.tuples(st.sampled_from("一两三四五六"), st.sampled_from(sorted(GOODS))),
    min_size=2,
    max_size=4,
    unique_by=lambda item: item[1],
)


def understood(shop, text, role="villager"):
    """Articles and numbers, in the order said."""
    acts = understand(Utterance(text=text, at=AT, channel="wechat", role=role), shop)
    return [(item.skus, item.quantity) for act in acts for item in getattr(act, "items", ())]


def number_first(number, name):
    return f"{number}{GOODS[name]}{name}"


def number_last(number, name):
    return f"{name}{number}{GOODS[name]}"


@pytest.mark.parametrize("said", [number_first, number_last])
@settings(deadline=None)
@given(row=rows, joint=st.sampled_from(JOINTS), lead=st.sampled_from(("", "来", "给我拿")))
def test_a_row_is_the_sum_of_its_parts(sample_shop, said, row, joint, lead):
    parts = [said(*item) for item in row]
    apart = [one for part in parts for one in understood(sample_shop, part)]
    assert len(apart) == len(row)
    assert understood(sample_shop, lead + joint.join(parts)) == apart


@settings(deadline=None)
@given(row=rows.filter(lambda row: not {"腌菜", "咖啡豆"} & {name for _, name in row}))
def test_so_is_what_a_manager_sold(sample_shop, row):
    apart = [one for item in row for one in understood(sample_shop, "卖了" + number_first(*item), "manager")]
    assert understood(sample_shop, "卖了" + "".join(number_first(*item) for item in row), "manager") == apart
