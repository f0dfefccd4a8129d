"""What parents and children say to each other through cunkou, read without any talk around it."""

from __future__ import annotations

import pytest

from bot.dialogue.family import reading, words
from bot.dialogue.orders import paying
from bot.domain.family import RULES, kin
from config.data import read_yaml


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("绑定我妈13800000000", "妈"),
        ("绑定我妈的手机 138 0000 0000", "妈"),
        ("我妈的手机号是13800000000", "妈"),
        ("我妈电话13800000000，帮她下单", "妈"),
        ("给我妈绑定 13800000000", "妈"),
        ("绑定俺娘 138-0000-0000", "妈"),
        ("替我奶奶下单 +8613800000000", "奶奶"),
        ("我要绑定我姥爷13800000000", "姥爷"),
        ("bang ding wo ma 13800000000", "妈"),
        ("bangdingwoba13800000000", "爸"),
    ],
)
def test_a_parents_number_is_told(said, word):
    assert reading.parent_told(said)[:2] == (word, "+8613800000000")


@pytest.mark.parametrize(
    "said",
    [
        "绑定13800000000",
        "13800000000",
        "给我妈买两袋盐",
        "我妈要两袋盐",
        "绑定手机",
        "张大妈13800000000",
        "绑定我的手机13800000000",
    ],
)
def test_nobodys_parent_is_told(said):
    assert reading.parent_told(said) is None


@pytest.mark.parametrize(
    ("said", "whom", "wish"),
    [
        ("给我妈买两袋盐", "妈", "买两袋盐"),
        ("帮俺娘下个单，盐两袋", "娘", "盐两袋"),
        ("我妈要酱油两瓶", "妈", "要酱油两瓶"),
        ("我想给我爸买东西", "爸", ""),
        ("给王秀英来袋盐", "王秀英", "来袋盐"),
        ("王秀英照旧", "王秀英", "照旧"),
    ],
)
def test_a_wish_for_somebody(said, whom, wish):
    found = reading.wish_for(said, ["王秀英"])
    assert (found.whom, found.text) == (whom, wish)


@pytest.mark.parametrize("said", ["盐两袋", "给赵大爷买盐", "帮我看看", "我要盐", "给我来两袋盐"])
def test_no_wish_for_somebody(said):
    assert reading.wish_for(said, ["王秀英"]) is None


@pytest.mark.parametrize(
    "said", ["让小芳付", "叫我闺女付钱", "请小芳帮我付一下", "让儿子替我付款吧", "让小芳帮我付这单", "找孩子代付"]
)
def test_somebody_else_shall_pay(said):
    assert reading.who_pays(said) in ("小芳", "闺女", "儿子", "孩子")


@pytest.mark.parametrize("said", ["让我付", "我付", "怎么付", "请您付", "付了没", "让小芳买盐"])
def test_nobody_else_shall_pay(said):
    assert reading.who_pays(said) is None


@pytest.mark.parametrize("said", ["付钱", "我来付", "替我妈付钱", "我要付款", "帮我爸付"])
def test_one_wants_to_pay(said):
    assert reading.wants_to_pay(said)


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("解除绑定", ""),
        ("解除绑定小芳", "小芳"),
        ("取消小芳的绑定", "小芳"),
        ("解绑我妈", "妈"),
        ("跟我妈解除绑定", "妈"),
        ("不让小芳替我下单了", "小芳"),
        ("别让我闺女帮我买了", "闺女"),
    ],
)
def test_the_end_of_a_tie(said, whom):
    assert reading.whose_end(said) == whom


@pytest.mark.parametrize("said", ["解除绑定手机", "取消", "绑定我妈", "不要盐了", "不要小芳牌的酱油"])
def test_no_end_of_a_tie(said):
    assert reading.whose_end(said) is None


@pytest.mark.parametrize(
    ("said", "code", "word"),
    [
        ("亲情码48217735", "48217735", ""),
        ("亲情码：4821 7735 我妈", "48217735", "妈"),
        ("qinqingma 48217735", "48217735", ""),
    ],
)
def test_a_code_is_told(said, code, word):
    assert reading.code_told(said) == (code, word)


@pytest.mark.parametrize("said", ["怎么给我妈下单", "能不能帮老人买东西", "绑定老人", "怎么让孩子帮我买"])
def test_how_it_goes_is_asked(said):
    assert reading.asks_how(said)


def test_every_word_of_kinship_means_one_thing():
    words = [word for same in RULES.parents.values() for word in same]
    assert len(words) == len(set(words))
    assert all(kin(name) == name for name in RULES.parents)


@pytest.mark.parametrize(
    "section", ["agrees", "agrees_not", "family_code", "family_list", "family_end", "paid_by_child"]
)
def test_the_first_look_lets_all_of_it_pass(section):
    first = paying._PERHAPS if section == "paid_by_child" else words._PERHAPS
    assert [word for word in read_yaml("lexicon/dialogue.yaml")[section] if not first.search(word)] == []
