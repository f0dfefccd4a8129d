"""What the courses teach managers to say, cunkou understands."""

from __future__ import annotations

import pytest
from world import NOON, SHOP

from bot.domain.course import courses
from intents.acts import (
    Arrived,
    CashBalance,
    CashHandedIn,
    CashTaken,
    DaySheet,
    DeleteData,
    HandedOver,
    OrderFor,
    ReturnGoods,
    Summary,
)
from intents.understand import understand
from intents.utterance import Utterance

TAUGHT = {
    "帮王大娘订两袋盐": OrderFor,
    "到3": Arrived,
    "到3 5 8": Arrived,
    "全到": Arrived,
    "4821取走了": HandedOver,
    "谁的还没取": Summary,
    "今日单": DaySheet,
    "退货": ReturnGoods,
    "删除我的资料": DeleteData,
    "收了李大爷85块": CashTaken,
    "交县里2000块": CashHandedIn,
    "手里多少钱": CashBalance,
}
TEXT = "".join(piece.text for course in courses() for piece in course.pieces)


@pytest.mark.parametrize(("words", "act"), TAUGHT.items())
def test_words_that_are_taught_are_understood(words, act):
    assert f"“{words}”" in TEXT
    said = understand(Utterance(text=words, at=NOON, role="manager", at_counter=True), SHOP)
    assert {type(one) for one in said} == {act}
