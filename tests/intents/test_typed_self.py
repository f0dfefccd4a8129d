"""Village and name typed in pinyin: taken as typed, and no goods."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intents.typed.myself import spelled, told_in
from intents.understand import understand
from intents.utterance import Utterance
from intents.wire import to_wire

AT = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("typed", "place", "name"),
    [
        ("yangliucun wangxiuying", "yangliucun", "Wang Xiu Ying"),
        ("yang liu cun wang xiu ying", "yang liu cun", "Wang Xiu Ying"),
        ("wo shi majiapo cun de li jianguo yao 2 dai yan", "majiapo cun", "Li Jian Guo"),
        ("zhang zhuang liu fang 2 dai mian", "zhang zhuang", "Liu Fang"),
        ("wang xiuying, yangliucun", "yangliucun", "Wang Xiu Ying"),
        ("dong zhang zhuang cun wang fang", "dong zhang zhuang cun", "Wang Fang"),
        ("zhangzhuangcun li jianguo yao 2 dai yan", "zhangzhuangcun", "Li Jian Guo"),
        ("wang fang, zhang zhuang cun", "zhang zhuang cun", "Wang Fang"),
        ("heping cun jiang you 1 ping", "heping cun", ""),
        ("heping cun yan liang dai", "heping cun", ""),
        ("heping cun yao yi dai yan", "heping cun", ""),
        ("yangliucun", "yangliucun", ""),
    ],
)
def test_village_and_name_are_taken_as_typed(typed, place, name, sample_shop):
    told = told_in(typed, sample_shop)
    assert typed[slice(*told.place)] == place
    assert (spelled(typed[slice(*told.name)]) if told.name else "") == name


@pytest.mark.parametrize(
    "typed", ["jiang you yi ping", "mai cun de yifu", "lai yi dai mi", "liu ping jiu", "wo yao mai yan"]
)
def test_orders_tell_no_village(typed, sample_shop):
    assert told_in(typed, sample_shop) is None


def test_a_name_that_sounds_like_goods_is_not_ordered(sample_shop):
    said = Utterance(text="wo shi majiapo cun li jianguo yao 2 dai yan", at=AT, channel="sms")
    bound, added = (to_wire(act) for act in understand(said, sample_shop))
    assert bound == {"intent": "bind_station", "place": "majiapocun"}
    assert [item["mention"] for item in added["items"]] == ["yan"]
