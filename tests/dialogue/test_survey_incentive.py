"""What a survey promises is seen to: the station's manager hears once who is to get it, and no answer."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from world import World

from bot.dialogue.merchants import surveys as by_chat
from bot.domain.survey import survey

HAIR = survey("hair_washing")


def answered(world: World) -> None:
    for said in ("调查", "3", "1", "1", "太贵", "跳过"):
        world.hear("桂花", said)


def test_the_manager_hears_once_to_whom_it_is_to_be_given():
    world = World()
    answered(world)
    (alert,) = world.alerts
    assert alert.key == "message:survey:hair_washing:桂花"
    assert HAIR.incentive in alert.text
    assert "太贵" not in alert.text


def test_nothing_is_promised_and_nobody_told_where_there_is_none(monkeypatch: pytest.MonkeyPatch):
    free = replace(HAIR, incentive="")
    monkeypatch.setattr(by_chat, "survey", lambda _key: free)
    monkeypatch.setattr(by_chat, "surveys", lambda: (free,))
    world = World()
    answered(world)
    assert not world.alerts
