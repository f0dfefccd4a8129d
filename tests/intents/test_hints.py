"""What kinds of words mean together, where no phrase says it; and that gossip with such words means nothing."""

from __future__ import annotations

from datetime import datetime

import pytest

from catalog.shop import Shop
from intents.hints import hinted
from intents.text.message import Message
from intents.text.wording import plain

AT = datetime.fromisoformat("2026-12-03T10:00:00+08:00")


def intent_of(text: str, shop: Shop) -> str:
    hint = hinted(Message(plain(text), shop=shop, role="villager", at=AT))
    return hint.intent if hint else ""


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("那些东西的影子都还没瞧见呢", "order_status"),
        ("化肥是不是在半路抛锚了,货呢", "order_status"),
        ("你们那个送货的把我家篱笆撞坏了", "complain"),
        ("老板做事太不厚道", "complain"),
        ("前天定的那张床不要了", "cancel_order"),
        ("让你们领导跟我谈", "human"),
        ("岁数大了头一回用手机,教教我", "help"),
        ("把单子给我瞅瞅", "view_cart"),
    ],
)
def test_kinds_of_words_tell_what_a_message_is_about(text: str, intent: str, sample_shop: Shop) -> None:
    assert intent_of(text, sample_shop) == intent


@pytest.mark.parametrize(
    "text", ["今天天气真好", "我家猫下崽了", "领导来村里喝酒", "稻子长得不行", "好久没见你了", "明天杀猪" * 100]
)
def test_gossip_means_nothing(text: str, sample_shop: Shop) -> None:
    assert not intent_of(text, sample_shop)
