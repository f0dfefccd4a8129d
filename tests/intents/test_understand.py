"""The pipeline as a whole: it never fails, it is quick, and it says which rule made what."""

from __future__ import annotations

import time
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.shop import Shop
from intents.acts import Unknown
from intents.understand import explain, read_amount, read_choice, understand
from intents.utterance import Role, Utterance
from intents.wire import to_wire

AT = datetime.fromisoformat("2026-12-03T10:00:00+08:00")
WORDS = [
    "酱油", "两瓶", "不要了", "换成", "啤酒", "一箱", "多少钱", "有没有", "不对", "是", "我家", "卖", "明天", "送到家", "3", "yao", "mai", "TCL",
    "#接龙\n1. ", "\n2、", "各", "20261203001", "到了", "取消订单", "谢谢", "，", "。", " ", "？", "😄", "半斤", "改成", "退货", "全到 除", "给王婶订",
]  # fmt: skip  # a table, a row a line
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def say(text: str, role: Role = "villager") -> Utterance:
    return Utterance(text=text, at=AT, role=role)


@QUIET
@given(text=st.text(max_size=200), role=st.sampled_from(["villager", "manager"]))
def test_no_text_makes_it_fail(text: str, role: Role, sample_shop: Shop) -> None:
    acts = understand(say(text, role), sample_shop)
    assert acts
    assert all(to_wire(act)["intent"] for act in acts)


@QUIET
@given(words=st.lists(st.sampled_from(WORDS), max_size=25), role=st.sampled_from(["villager", "manager"]))
def test_no_mixture_of_what_is_said_makes_it_fail(words: list[str], role: Role, sample_shop: Shop) -> None:
    assert understand(say("".join(words), role), sample_shop)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "盐" * 10_000,
        "9" * 10_000,
        "yao " * 2_500,
        "a" * 10_000,
        "，" * 10_000,
        "一二三" * 3_000,
        "不要了换成" * 2_000,
        "😄" * 10_000,
    ],
    ids=lambda text: f"{text[:3]}×{len(text)}",
)
def test_bad_and_endless_texts_are_answered_in_time(text: str, sample_shop: Shop) -> None:
    started = time.process_time()
    assert understand(say(text), sample_shop)
    assert time.process_time() - started < 2


def test_what_means_nothing_is_unknown(sample_shop: Shop) -> None:
    assert understand(say("……"), sample_shop) == (Unknown(),)


def test_the_stages_can_be_looked_at(sample_shop: Shop) -> None:
    explained = explain(say("lai liang ping 醬油"), sample_shop)
    assert explained.normalised == "lai liang ping 酱油"
    assert explained.decoded.startswith("来两瓶")
    assert [one.rule for one in explained.made] == ["goods.add"]


def test_goods_are_named_in_the_words_of_the_message(sample_shop: Shop) -> None:
    (act,) = understand(say("tudou 20 jin"), sample_shop)
    assert to_wire(act)["items"][0]["mention"] == "tudou"


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("两瓶", 2),
        ("3", 3),
        ("要五袋吧", 5),
        ("半斤", "0.5"),
        ("就来俩", 2),
        ("两瓶酱油三袋盐", None),
        ("不要了", None),
        ("第二个", None),
        ("3 dai", 3),
        ("liang dai", 2),
        ("hao de", None),
    ],
)
def test_a_bare_amount_is_an_answer(said: str, amount: float | str | None) -> None:
    assert read_amount(said) == (None if amount is None else Decimal(str(amount)))


@pytest.mark.parametrize(
    ("said", "choice"), [("2", 2), ("第三个", 3), ("选一", 1), ("头一个", 1), ("两瓶", None), ("300", None)]
)
def test_a_choice_is_a_small_number(said: str, choice: int | None) -> None:
    assert read_choice(said) == choice
