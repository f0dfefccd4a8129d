"""Somebody is named right before goods, without a verb that tells where the name ends."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intents.understand import understand
from intents.utterance import Utterance
from intents.wire import to_wire

AT = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def heard(text, shop, role="manager"):
    return [to_wire(act) for act in understand(Utterance(text=text, at=AT, role=role), shop)]


@pytest.mark.parametrize(
    ("said", "person"),
    [
        ("给赵大爷来盐两袋", "赵大爷"),
        ("帮赵大爷来盐两袋", "赵大爷"),
        ("给赵大爷盐两袋", "赵大爷"),
        ("给老王家来盐两袋", "老王"),
        ("给孙奶奶盐来两袋", "孙奶奶"),
        ("给李叔家送两袋盐", "李叔"),
        ("给赵大爷两袋盐", "赵大爷"),
        ("给隔壁王婶来盐两袋", "王婶"),
        ("给张三盐两袋", "张三"),
        ("给王秀英盐两袋", "王秀英"),
        ("帮李会计来盐两袋", "李会计"),
        ("替周德福弄盐两袋", "周德福"),
        ("赵大爷盐两袋", "赵大爷"),
        ("赵大爷来盐两袋", "赵大爷"),
        ("给赵大爷下盐两袋", "赵大爷"),
        ("给周大爷再来盐两袋", "周大爷"),
        ("gei zhao daye lai yan liang dai", "zhao daye"),
    ],
)
def test_the_goods_are_for_who_is_named(said, person, sample_shop):
    [act] = heard(said, sample_shop)
    assert (act["intent"], act["person"]) == ("order_for", person)
    assert [item["qty"] for item in act["items"]] == [2]


def test_each_one_named_gets_an_order(sample_shop):
    acts = heard("给赵大爷来盐两袋给李婶来白糖一袋", sample_shop)
    assert [(act["intent"], act["person"]) for act in acts] == [("order_for", "赵大爷"), ("order_for", "李婶")]


def test_goods_without_a_number_are_one(sample_shop):
    [act] = heard("给赵大爷来点白糖", sample_shop)
    assert [item["qty"] for item in act["items"]] == [1]


@pytest.mark.parametrize(
    "said",
    [
        "给我来盐两袋",
        "给来盐两袋",
        "给家里来盐两袋",
        "给店里来盐两袋",
        "给娃来奶粉一罐",
        "给大家来两袋盐",
        "帮我来盐两袋",
        "康师傅红烧牛肉面两桶",
        "老干妈辣酱两瓶",
        "替换的灯泡来两个",
        "白糖两袋",
    ],
)
def test_what_names_nobody_is_the_managers_own_order(said, sample_shop):
    assert {act["intent"] for act in heard(said, sample_shop)} == {"add"}


def test_a_villager_orders_for_himself(sample_shop):
    assert {act["intent"] for act in heard("赵大爷盐两袋", sample_shop, role="villager")} == {"add"}
