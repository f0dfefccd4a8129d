"""The demo: the day as written can be read, and a wrong step is told. `make demo` plays it as people see it."""

from __future__ import annotations

import pytest
from rich.console import Console

from bot.demo.acting import PLAYS
from bot.demo.people import Heard
from bot.demo.picture import chats, failure, svg
from bot.demo.script import KINDS, Say, read_day
from bot.demo.stage import Bubble, Stage, StepFailed
from config.data import HERE


def test_every_kind_of_step_can_be_played():
    assert set(PLAYS) == set(KINDS.values())


def test_the_day_names_only_its_own_people_and_station():
    day = read_day()
    assert day.station in (HERE / "sample" / "stations.csv").read_text(encoding="utf-8")
    for scene in day.scenes:
        for step in scene.acts():
            assert step.who in day.people


class NoVillage:
    """A village nobody is asked in."""

    def person(self, name, **_):
        return name


def test_chinese_has_room_in_the_picture():
    console = Console(record=True, width=20)
    console.print("酱油 2瓶")
    assert 'textLength="97.6"' in svg(console), "酱油, a space, 2 and 瓶 are eight cells"


async def test_a_step_that_brings_something_else_says_what_was_expected_and_what_came():
    stage = Stage(NoVillage(), read_day())
    step = Say(who="陈大爷", say="酱油", expect=["9.9"])
    with pytest.raises(StepFailed) as failed:
        await stage.take(step, Heard(text="没有酱油", via="reply"))
    console = Console(record=True, width=100)
    console.print(failure(failed.value))
    told = console.export_text()
    assert "9.9" in told
    assert "没有酱油" in told


def test_a_long_message_is_shown_whole():
    text = "大妹子，我家老二从广东回来，屋里啥也没备，先拿一桶花生油，再要两袋稻花香，还有一提卫生纸"
    console = Console(record=True, width=172)
    console.print(chats(read_day(), [Bubble(who="李桂芬", text=text, own=True, at="09:20")]))
    shown = console.export_text()
    assert all(piece in shown for piece in text.split("，")[:2])
    assert "…" not in shown
