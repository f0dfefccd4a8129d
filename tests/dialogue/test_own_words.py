"""Where words of one's own are asked for, an address, a village, goods, what refuses, asks, puts off or commands is none of them."""

from __future__ import annotations

import pytest
from world import World

from bot.dialogue.questions import GiveAddress, RightAddress
from bot.domain.events import AddressGiven, OrderPlaced, PersonNamed, StationBound, SurveyAnswered
from bot.domain.people import Person

NO_NAMES = """
先不装了 不装了 算了不装 改天装 不要了 不买了不买了 先不买 先不买了 算了吧 多少钱 几天到 几点来 等等 我想想 哪个便宜 叫我儿子来 让我老伴看看 我问问我老伴
你是谁 转人工 帮助 太贵了 能便宜点不 为什么要地址 你问这个干啥 不想说 不告诉你 不知道 我儿子不在家 等我儿子回家再说 送货要钱吗 可以退吗 换一个 改成两台
听不懂 看不清 快点 急用 骗人的吧 晚点说 明天再说 回头再弄 帮帮我 说话啊 有人吗 要装吗 装要钱吗 怎么付款 老地方 还是上回那个地址 你好
"""
ASKED = {
    "an address for the fitter": ("创维电视一台",),
    "an address": ("盐一袋，送到家",),
    "an address to be confirmed": ("创维电视一台", "卫生所"),
    "a village": ("盐一袋",),
    "what is sold": ("我想卖点东西",),
    "how much is sold": ("我想卖苹果",),
    "a price": ("我有五百斤苹果",),
}
TAKEN = (AddressGiven, PersonNamed, StationBound, OrderPlaced, SurveyAnswered)


def asked(what: str) -> World:
    world = World()
    if what == "a village":
        world.people["秀英"] = Person(id="秀英", name="秀英", channels=("wechat",))
    for said in ASKED[what]:
        world.hear("秀英", said)
    assert world.talks["秀英"].asking is not None
    return world


@pytest.mark.parametrize("what", ASKED)
def test_what_refuses_asks_or_commands_is_never_taken_for_what_was_asked(what):
    """Taken is what is noted, and what is written into the question or the reply as an address, a village or goods."""
    for said in NO_NAMES.split():
        world = asked(what)
        question = world.talks["秀英"].asking
        turn = world.hear("秀英", said)
        assert not any(isinstance(event, TAKEN) for event in turn.events), said
        assert "没找到" not in turn.reply, said
        assert turn.reply, said
        now = turn.talk.asking
        draft = getattr(now, "draft", None)
        assert draft == getattr(question, "draft", None) or draft is None or said == "改成两台", f"{said}: {now}"
        assert not isinstance(now, RightAddress) or now == question, said


@pytest.mark.parametrize(
    "door", ["东头老李家", "王家大院", "五组", "3组18号", "村小学旁边", "我家地址是卫生所", "别墅对面老李家"]
)
def test_a_plain_address_is_taken_at_once(door):
    world = asked("an address")
    turn = world.hear("秀英", door)
    assert any(isinstance(event, AddressGiven) for event in turn.events)


def test_words_that_may_be_an_address_are_read_back():
    world = asked("an address")
    assert "送到“卫生所”，对吗" in world.hear("秀英", "卫生所").reply
    turn = world.hear("秀英", "1")
    assert "再送到家：卫生所" in turn.reply
    assert [e.address for e in turn.events if isinstance(e, AddressGiven)] == ["卫生所"]


def test_what_was_no_address_is_asked_again_or_said_better():
    world = asked("an address")
    world.hear("秀英", "后山")
    assert isinstance(world.hear("秀英", "0").talk.asking, GiveAddress)
    world.hear("秀英", "后山")
    assert "送到家：后山3组5号" in world.hear("秀英", "后山3组5号").reply


@pytest.mark.parametrize("said", ["不要了", "不买了", "先不买", "算了吧", "取消"])
def test_whoever_backs_out_at_the_address_orders_nothing_and_may_come_back(said):
    for what in ("an address", "an address for the fitter", "an address to be confirmed"):
        world = asked(what)
        assert "没有下单" in world.hear("秀英", said).reply
        assert "电视" in world.hear("秀英", "1").reply or what == "an address"


def test_who_puts_the_fitter_off_hears_that_the_day_is_chosen_later():
    assert "日子后头您自己挑" in asked("an address for the fitter").hear("秀英", "改天装").reply
    assert "不装没法送" in asked("an address for the fitter").hear("秀英", "先不装了").reply


@pytest.mark.parametrize(
    "before", [("创维电视一台", "3组18号"), ("创维电视一台", "3组18号", "1")], ids=["day", "readback"]
)
def test_whoever_wants_no_fitter_hears_why_he_comes_along_whatever_is_asked(before):
    world = World()
    for said in before:
        turn = world.hear("秀英", said)
    asking = turn.talk.asking
    turn = world.hear("秀英", "先不装了")
    assert "不装没法送" in turn.reply
    assert turn.talk.asking == asking


def test_who_puts_the_fitter_off_at_the_day_hears_how_far_off_it_may_be():
    world = asked("an address for the fitter")
    world.hear("秀英", "3组18号")
    assert "最远能定到" in world.hear("秀英", "改天装").reply


def test_calling_for_somebody_tells_no_name():
    world = World()
    for said in ("我叫儿子来", "我叫我闺女"):
        assert not any(isinstance(event, PersonNamed) for event in world.hear("秀英", said).events)
    assert any(isinstance(event, PersonNamed) for event in world.hear("秀英", "我叫王福来").events)


def test_a_survey_takes_opinions_and_no_questions_back():
    world = World()
    for said in ("参加调查", "2", "1", "1"):
        turn = world.hear("秀英", said)
    assert "不称心" in turn.reply
    assert not any(isinstance(e, SurveyAnswered) for e in world.hear("秀英", "你问这个干啥").events)
    assert [e.answer for e in world.hear("秀英", "太贵了").events if isinstance(e, SurveyAnswered)] == ["太贵了"]
