"""Goods of one sign written by ear."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intents.understand import understand
from intents.utterance import Utterance
from intents.wire import to_wire

AT = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def heard(text, shop):
    return [to_wire(act) for act in understand(Utterance(text=text, at=AT), shop)]


def meant(text, shop):
    """What is ordered, without the words it was named by."""
    return [
        {key: value for key, value in item.items() if key != "mention"}
        for act in heard(text, shop)
        for item in act["items"]
    ]


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("促两瓶", "醋两瓶"),
        ("促一瓶", "醋一瓶"),
        ("要两瓶促", "要两瓶醋"),
        ("给我来两瓶粗吧", "给我来两瓶醋吧"),
        ("老板促两瓶", "老板醋两瓶"),
        ("严两袋", "盐两袋"),
        ("来两袋言", "来两袋盐"),
        ("两包严", "两包盐"),
        ("游一桶", "油一桶"),
        ("再来一桶游", "再来一桶油"),
        ("迷一袋", "米一袋"),
        ("促两瓶，严两袋", "醋两瓶，盐两袋"),
    ],
)
def test_one_sign_is_heard_by_its_sound(said, means, sample_shop):
    assert meant(said, sample_shop) == meant(means, sample_shop)


def test_the_words_of_the_person_are_kept(sample_shop):
    assert [item["mention"] for act in heard("促两瓶", sample_shop) for item in act["items"]] == ["促"]


@pytest.mark.parametrize(
    "said",
    ["有两瓶", "由一桶", "就两瓶", "还两袋", "大两瓶", "白两瓶", "红两瓶", "算两斤", "张两张", "促两台", "促销两瓶"],
)
def test_a_word_of_its_own_is_no_goods(said, sample_shop):
    assert not [item for act in heard(said, sample_shop) for item in act.get("items", ()) if "none" not in item]
