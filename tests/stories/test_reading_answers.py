from __future__ import annotations

import pytest
from questions import wanted

from bot.demo.offers import choices, digit_for

LIST = "酱油有几种：\n1. 千禾500ml 12.8元（城里14.5）\n2. 千禾1L 22.5元\n3. 东古500ml 8.6元\n回数字就行。"


@pytest.mark.parametrize(
    ("answer", "want"),
    [
        (LIST, ["千禾500ml 12.8元（城里14.5）", "千禾1L 22.5元", "东古500ml 8.6元"]),
        ("千禾酱油1.28L 2瓶，19元。\n回1下单，回0不要。", ["下单，回0不要"]),
        ("要哪种？1、大袋 2、小袋", ["大袋", "小袋"]),
        ("要哪个：1千禾500ml 2东古500ml 回M看更多", ["千禾500ml", "东古500ml 回M看更多"]),
        ("您要2瓶，明天到，12月3日前来取。", []),
        ("【1】", []),
    ],
)
def test_choices_are_read_as_a_villager_reads_them(answer, want):
    assert list(choices(answer).values()) == want


def test_the_first_wish_counts_before_the_order_of_the_list():
    assert digit_for(LIST, ["东古", "千禾"]) == "3"
    assert digit_for(LIST, ["海天"]) == ""


@pytest.mark.parametrize(
    ("answer", "want"),
    [
        ("千禾酱油2瓶，25.6元。明天到，来取。回1下单，回0不要。", "readback"),
        ("您是哪个村的？", "village"),
        ("送到家，地址写一下", "address"),
        ("哪天来装？1. 明天 2. 后天", "day"),
        ("要几瓶？", "quantity"),
        ("收到啦", ""),
    ],
)
def test_a_question_is_known_by_its_words(answer, want):
    assert wanted(answer) == want
