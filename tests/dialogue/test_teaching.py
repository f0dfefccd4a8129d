"""A manager teaches a word of the county, and takes it back."""

from __future__ import annotations

import pytest
from world import World

from bot.domain.events import WordForgotten, WordTaught
from intents.acts import Confirm, Greet, TeachWord

TAUGHT = TeachWord(word="电壶", meaning="暖水瓶")


@pytest.fixture
def world() -> World:
    return World()


def words(world: World, kind: type) -> list[str]:
    return [event.word for event in world.events if isinstance(event, kind)]


def test_a_taught_word_is_noted_for_the_county_and_said_back(world):
    reply = world.do("boss", TAUGHT, text="电壶就是暖水瓶").reply
    (event,) = [event for event in world.events if isinstance(event, WordTaught)]
    assert (event.word, event.meaning, event.station) == ("电壶", "暖水瓶", "QS001")
    assert event.county
    assert all(said in reply for said in ("电壶", "暖水瓶", event.county, "0"))


def test_a_zero_takes_it_back(world):
    world.do("boss", TAUGHT, text="电壶就是暖水瓶")
    reply = world.hear("boss", "0").reply
    assert words(world, WordForgotten) == ["电壶"]
    assert "电壶" in reply


def test_a_yes_leaves_it(world):
    world.do("boss", TAUGHT, text="电壶就是暖水瓶")
    world.do("boss", Confirm(), text="对")
    assert words(world, WordForgotten) == []


def test_a_zero_after_other_talk_takes_nothing_back(world):
    world.do("boss", TAUGHT, text="电壶就是暖水瓶")
    world.do("boss", Greet(), text="你好")
    world.do("boss", TeachWord(word="胰子", meaning="香皂"), text="胰子就是香皂")
    world.hear("boss", "0")
    assert words(world, WordForgotten) == ["胰子"]


def test_a_villager_teaches_nothing(world):
    world.do("秀英", TAUGHT, text="电壶就是暖水瓶")
    assert words(world, WordTaught) == []
