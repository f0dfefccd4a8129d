"""What a manager asks and tells of the shelf, and what only sounds like it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intents.understand import understand
from intents.utterance import Utterance
from intents.wire import to_wire

AT = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SAID = {
    "ask_shelf": "库存 架上有什么 货架上还有啥 看看库存 店里还有些啥货 查一下架上 还有多少货 kucun 店里还剩什么",
    "restock": "啥快没了 哪些要补 哪些该进了 有哪些快卖完了 哪样不够卖了 缺货的有哪些 什么要补货",
}
OF_GOODS = {
    "ask_shelf": "盐还有多少 还有几袋盐 盐剩几袋 店里还剩多少盐 盐库存多少 库存里盐还有多少 架上有盐吗 店里还有盐没 盐架上还有吗 还剩几袋盐了",
    "sold_out": "店里没盐了 没盐了 盐卖完了 盐都没了 盐断货了 架上没盐了 盐没有了 盐卖光啦",
    "restock": "盐快没了 盐不多了 该进盐了 盐该补了 盐快卖完了",
}


def heard(text, shop, *, role="manager", at_counter=True):
    return [to_wire(act) for act in understand(Utterance(text=text, at=AT, role=role, at_counter=at_counter), shop)]


@pytest.mark.parametrize(("words", "intent"), [(w, intent) for intent, lines in SAID.items() for w in lines.split()])
def test_the_whole_shelf_is_asked_about(words, intent, sample_shop):
    assert heard(words, sample_shop) == [{"intent": intent}]


@pytest.mark.parametrize(("words", "intent"), [(w, i) for i, lines in OF_GOODS.items() for w in lines.split()])
def test_goods_on_the_shelf_are_asked_and_told_about(words, intent, sample_shop):
    [act] = heard(words, sample_shop)
    assert act["intent"] == intent
    assert [(item["mention"], "qty" in item) for item in act["items"]] == [("盐", False)]


def test_typed_pinyin_is_heard_too(sample_shop):
    assert [heard(words, sample_shop)[0]["intent"] for words in ("yan hai you duoshao", "mei yan le")] == [
        "ask_shelf",
        "sold_out",
    ]


NOT_OF_THE_SHELF = (
    "还有几单没取 还有多少钱 盐多少钱 有盐吗 没了 就这些没了 盐不要了 酱油还没到 酱油没有了吗 手里还有多少钱 来两袋盐 今天卖了多少 "
    "没有别的了 盐还要几袋 还有苹果吗 酱油有几种 没空了 没钱了 盐有没有 有什么酱油 店里有啥好酒 有多少人下单"
)


@pytest.mark.parametrize("words", NOT_OF_THE_SHELF.split())
def test_what_is_not_of_the_shelf_stays_what_it_was(words, sample_shop):
    acts = heard(words, sample_shop)
    assert not {"ask_shelf", "sold_out", "restock"} & {act["intent"] for act in acts}


@pytest.mark.parametrize("words", ["库存", "盐还有多少", "没盐了", "哪些要补"])
def test_a_villager_is_not_heard_so(words, sample_shop):
    acts = heard(words, sample_shop, role="villager")
    assert not {"ask_shelf", "sold_out", "restock"} & {act["intent"] for act in acts}
