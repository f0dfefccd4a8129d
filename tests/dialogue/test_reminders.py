"""快没了提醒我 is a wish, 别提醒 ends it; neither orders anything."""

from __future__ import annotations

import pytest
from world import World

from bot.domain.events import RemindersWished


@pytest.mark.parametrize(
    ("said", "wished"), [("快没了提醒我", True), ("快用完了提醒我！", True), ("别提醒了", False), ("不用提醒我", False)]
)
def test_reminders_are_wished_and_ended(said, wished):
    turn = World().hear("秀英", said)
    (event,) = turn.events
    assert isinstance(event, RemindersWished)
    assert event.wished is wished
    assert "提醒" in turn.reply
