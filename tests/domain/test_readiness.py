"""What is asked of a house, by kind of appliance."""

from __future__ import annotations

import pytest

from bot.dialogue.replies import render
from bot.domain.readiness import ANSWERS, TOPICS, notes, topics_for
from config.data import read_yaml

SMS = 128


@pytest.mark.parametrize(
    ("appliance", "first"),
    [
        ("大家电/空调 格力大1匹冷暖空调", "strong_socket"),
        ("大家电/洗衣机 小天鹅波轮洗衣机8公斤", "earth"),
        ("大家电/冰箱 容声双门冰箱", "earth"),
        ("厨卫/热水器 万和燃气热水器10升", "gas"),
        ("厨卫/热水器 海尔电热水器60升", "earth"),
        ("大家电/电视 创维32英寸", "signal"),
        ("什么/没见过 新鲜家电", "earth"),
    ],
)
def test_the_kind_of_appliance_decides_what_is_asked_first(appliance, first):
    assert topics_for([appliance])[0] == first


def test_several_appliances_are_asked_about_once_and_not_for_long():
    both = topics_for(["大家电/空调 格力空调", "大家电/洗衣机 小天鹅洗衣机"])
    assert both == ("strong_socket", "wall", "stairs")
    assert topics_for([]) == ()


def test_the_sheet_says_only_what_a_fitter_must_know():
    assert notes({"earth": "is_not", "stairs": "is_so", "tap": "is_so", "gone": "is_not", "wall": "strange"}) == (
        "没有地线",
        "要爬楼",
    )


def test_every_kind_asks_of_what_there_is_and_every_topic_is_asked_of_some_kind():
    asked = {topic for kind in read_yaml("installation/readiness.yaml")["kinds"] for topic in kind["ask"]}
    assert asked == set(TOPICS)


@pytest.mark.parametrize("key", TOPICS)
def test_a_question_with_the_advice_before_it_is_one_sms(key):
    topic = TOPICS[key]
    assert set(topic.words) == set(topic.sheet) == set(ANSWERS)
    answers = " ".join(f"{n}{topic.words[answer]}" for n, answer in enumerate(ANSWERS, 1))
    longest = max((advice for one in TOPICS.values() for advice in one.advice.values()), key=len)
    assert len(render("fitting.ready_next", "sms", before=longest + "\n", ask=topic.ask, answers=answers)) <= SMS
    placed = render(
        "order.placed_fitted", "sms", number="261125001", total="12999", fitting="后天（11月27日周五）下午3点半"
    )
    assert len(placed + "\n" + render("fitting.ready_first", "sms", ask=topic.ask, answers=answers)) <= SMS
