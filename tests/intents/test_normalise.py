"""One way of writing for many, and the way back to the words as written."""

from __future__ import annotations

import re

import pytest

from intents.text.clauses import core_of, split
from intents.text.normalise import LONGEST, normalise
from intents.text.wording import plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("２瓶醬油", "2瓶酱油"),
        ("🍺一箱", "啤酒一箱"),
        ("大米大米来一袋", "大米来一袋"),
        ("谢谢", "谢谢"),
        ("有冇盐", "有没有盐"),
        ("咋卖", "怎么卖"),
        ("莫送", "不要送"),
        ("听日嚟攞", "明天来拿"),
        ("伐要蒙牛个", "不要蒙牛个"),
        ("对联要七个字的", "对联要七字的"),
        ("语音：来一瓶酱油", "来一瓶酱油"),
        ("盐\u200b两袋", "盐两袋"),
        ("盐\x00两\ud800袋", "盐 两 袋"),
    ],
)
def test_a_text_is_normalised(written: str, read: str) -> None:
    assert normalise(written).text == read


def test_words_come_back_as_they_were_written() -> None:
    wording = normalise("我要🍺兩箱，大米大米一袋")
    start = wording.text.index("啤酒")
    assert wording.said(start, start + 2) == "🍺"
    start = wording.text.index("两箱")
    assert wording.said(start, start + 2) == "兩箱"


def test_what_is_beyond_the_bound_is_not_read() -> None:
    assert len(normalise("盐" * (LONGEST + 5000)).text) <= LONGEST


def test_replacing_keeps_the_way_back() -> None:
    wording = plain("甲乙丙丁").replace(re.compile("乙丙"), "X")
    assert (wording.text, wording.said(1, 2), wording.said(2, 3)) == ("甲X丁", "乙丙", "丁")


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("盐一袋,醋两瓶", ["盐一袋", "醋两瓶"]),
        ("来瓶醋然后再来袋盐", ["来瓶醋", "然后", "再来袋盐"]),
        ("还有盐吗", ["还有盐吗"]),
        ("1.5斤盐", ["1.5斤盐"]),
        (" ,。 ", []),
    ],
)
def test_a_text_is_split_into_clauses(text: str, clauses: list[str]) -> None:
    assert [clause.text for clause in split(text)] == clauses


@pytest.mark.parametrize(
    ("said", "core"), [("嗯那个好的呀", "好"), ("嗯", "嗯"), ("老板,要盐", "要盐"), ("对对对了啊", "对对对")]
)
def test_the_core_is_without_trimmings(said: str, core: str) -> None:
    assert core_of(said) == core
