"""The entry of the dialogue: a message in, a turn out."""

from __future__ import annotations

from bot.dialogue.facts import Facts
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.domain.message import AnyContent


def take_turn(talk: Talk, content: AnyContent, facts: Facts) -> Turn:
    """What a message leads to: the talk afterwards, the reply, and what happened. Pure; never raises on any content."""
    return Turn(talk=talk, reply="村口收到您的消息了。")
