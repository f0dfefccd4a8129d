"""Messages typed in pinyin, in the sample shop."""

from __future__ import annotations

import pytest

from catalog.shop import Shop
from intents.text.normalise import normalise
from intents.typed.alike import told_apart
from intents.typed.reading import MOST, decode

TABLE = {
    "nihao": "你好",
    "jiangyou liang ping": "酱油两瓶",
    "lai yi xiang pijiu": "来一箱啤酒",
    "xi yi hen hai you ma": "洗衣粉还有吗",
    "yan bu yao le huan cheng baitang": "盐不要了换成白糖",
    "tudou 20 jin song dao jia li": "土豆20斤送到家里",
    "wo3 yao4 mai3 yan2 liang3 dai4": "我要买盐两袋",
    "mai2dai": "买2袋",
    "大suan 5斤": "大蒜5斤",
    "wo要tui货": "我要退货",
    "layue ershiba song": "腊月二十八送",
    "shenme shihou dao": "什么时候到",
    "tuiding": "退订",
    "MAI YI PING CU": "买一瓶醋",
    "mingtian xiawu qu na": "明天下午去拿",
    "di san ge": "第三个",
    # 吧 closes, 八 counts
    "liang dai ba": "两袋吧",
    "lai ba ping jiu": "来八瓶酒",
    "la yue chu ba": "腊月初八",
    # 把 begins a request, unless a unit stands behind it
    "ba jiangyou qu diao": "把酱油去掉",
    "ba dai yan": "八袋盐",
    "ba bai jin tudou": "八百斤土豆",
    # read as any other words: 啥 is 什么
    "mai le xie sha": "买了些什么",
    "shi er hao lai na": "十二号来拿",
    "yan 2 dai songdao jia 2 zu": "盐2袋送到家2组",
    "jiu dou you sha": "酒都有什么",
    "zhe ge dan bu yao le": "这个单不要了",
    # goods of one character, with what is said of them
    "bu yao yan le": "不要盐了",
    "jiu you ma": "酒有吗",
    "you jiu ma": "有酒吗",
    "wo yao mai jiu": "我要买酒",
    "you lai yi tong": "油来一桶",
    "huan yi ge guo": "换一个锅",
    # what is pointed at
    "jiu na ge pianyi de": "就那个便宜的",
    "na ge da de": "那个大的",
    "na ge pianyi": "哪个便宜",
    # what sounds like other words
    "na jiu yao yi dai ba": "那就要一袋吧",
    "heping cun yao yi dai yan": "和平村要一袋盐",
    "jidan lai san shi ge": "鸡蛋来三十个",
    "wo yao tui huo guo huai le": "我要退货锅坏了",
}
KEPT = [
    "TCL电视",
    "Redmi手机",
    "AD钙奶",
    "LED灯",
    "XL码",
    "L码",
    "Type-C线",
    "5kg",
    "asdfgjkl",
    "hello",
    "http://a.cn/ni",
    "OK",
    "td",
]


@pytest.mark.parametrize(("typed", "hanzi"), TABLE.items())
def test_pinyin_is_read_as_hanzi(typed: str, hanzi: str, sample_shop: Shop) -> None:
    assert decode(normalise(typed), sample_shop).text == hanzi


@pytest.mark.parametrize(
    ("typed", "hanzi"), {"zai jia yi dai yan": "再加一袋盐", "jia yi dai": "加一袋", "wo zai jia": "我在家"}.items()
)
def test_home_before_a_number_is_more(typed: str, hanzi: str, sample_shop: Shop) -> None:
    assert told_apart(decode(normalise(typed), sample_shop), sample_shop).text == hanzi


@pytest.mark.parametrize("text", KEPT)
def test_latin_words_that_are_no_pinyin_stay(text: str, sample_shop: Shop) -> None:
    assert decode(normalise(text), sample_shop).text == text


def test_each_hanzi_knows_the_letters_it_came_from(sample_shop: Shop) -> None:
    wording = decode(normalise("lai tudou 20 jin"), sample_shop)
    start = wording.text.index("土豆")
    assert wording.said(start, start + 2) == "tudou"


def test_endless_letters_are_left_alone(sample_shop: Shop) -> None:
    text = "wo yao " * MOST
    assert decode(normalise(text), sample_shop).text == normalise(text).text
