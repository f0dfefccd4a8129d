"""What a manager's chat hears beside the public intents, and that the public ones stay as they are."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intents.understand import understand
from intents.utterance import Utterance
from intents.wire import to_wire

AT = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TAKEN, HANDED_IN = "cash_taken", "cash_handed_in"


def heard(text, shop, *, role="manager", at_counter=True):
    utterance = Utterance(text=text, at=AT, role=role, at_counter=at_counter)
    return [to_wire(act) for act in understand(utterance, shop)]


def cash(amount, person=None, intent=TAKEN):
    return {"intent": intent, "amount": amount} | ({"person": person} if person else {})


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("收了李大爷85块", [cash(85, "李大爷")]),
        ("收了刘大爷十块，找他六块二", [cash(3.8, "刘大爷")]),
        ("收到王婶100元 找回15元", [cash(85, "王婶")]),
        ("收李大爷八十五元", [cash(85, "李大爷")]),
        ("刚收了三婶十二块五", [cash(12.5, "三婶")]),
        ("王五给了85块5毛", [cash(85.5, "王五")]),
        ("收到85.5元", [cash(85.5)]),
        ("收现金85", [cash(85)]),
        ("取走了，收现金85", [cash(85)]),
        ("4821取走了 收现金85", [{"intent": "handed_over", "pickup_code": "4821"}, cash(85)]),
        ("4821取走了，给了85块", [{"intent": "handed_over", "pickup_code": "4821"}, cash(85)]),
        ("交了县里500", [cash(500, intent=HANDED_IN)]),
        ("上交一千二百块", [cash(1200, intent=HANDED_IN)]),
        ("把500块交给县里了", [cash(500, intent=HANDED_IN)]),
        ("我手里多少钱", [{"intent": "cash_balance"}]),
        ("手上还有多少现金？", [{"intent": "cash_balance"}]),
        ("该交县里多少钱", [{"intent": "cash_balance"}]),
        ("补货", [{"intent": "restock"}]),
        ("是不是该进货了", [{"intent": "restock"}]),
        ("缺啥货", [{"intent": "restock"}]),
        ("今日单", [{"intent": "day_sheet"}]),
        ("今天的货", [{"intent": "day_sheet"}]),
        ("今天要干啥", [{"intent": "day_sheet"}]),
        ("县里的车几点到", [{"intent": "day_sheet"}]),
        ("今天车来不来", [{"intent": "day_sheet"}]),
        ("有啥要我办的", [{"intent": "day_sheet"}]),
        ("收了王秀英98", [cash(98, "王秀英")]),
    ],
)
def test_a_manager_is_heard(said, wanted, sample_shop):
    assert heard(said, sample_shop) == wanted


@pytest.mark.parametrize("said", ["盘点 食盐5袋", "盘了一下：食盐五袋", "今天盘点货架，食盐5袋", "架上还有食盐5袋"])
def test_a_count_names_goods_and_amounts(said, sample_shop):
    [act] = heard(said, sample_shop)
    assert act["intent"] == "count_stock"
    assert [item["qty"] for item in act["items"]] == [5]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("今天卖了多少钱", "summary"),
        ("看看今天的单", "summary"),
        ("谁还没来拿", "summary"),
        ("7719 交接完毕", "handed_over"),
        ("进货食盐20袋", "stock_in"),
        ("店里卖了食盐2袋", "walk_in_sale"),
        ("4821", "handed_over"),
        ("到 3 7", "arrived"),
        ("来两袋食盐", "add"),
    ],
)
def test_what_the_public_intents_say_stays_theirs(said, intent, sample_shop):
    assert {act["intent"] for act in heard(said, sample_shop)} == {intent}


PRIVATE = {TAKEN, HANDED_IN, "cash_balance", "count_stock", "restock", "day_sheet"}
SAID = ["收了李大爷85块", "交了县里500", "我手里多少钱", "盘点 食盐5袋", "补货", "今日单"]


@pytest.mark.parametrize("said", SAID)
def test_nobody_else_is_heard_so(said, sample_shop):
    for role, at_counter in (("manager", False), ("villager", True)):
        assert not PRIVATE & {act["intent"] for act in heard(said, sample_shop, role=role, at_counter=at_counter)}
