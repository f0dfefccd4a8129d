"""接龙: a pasted list is taken in; its read-back follows."""

from __future__ import annotations

from bot.dialogue.counter import rolls
from bot.dialogue.exchange import Exchange
from intents.acts import Jielong


def jielong(ex: Exchange, said: tuple[Jielong, ...]) -> None:
    rolls.begin(ex, [entry for act in said for entry in act.entries])
    if ex.talk.roll is None or not ex.talk.roll.rows:
        ex.change(roll=None)
        ex.say("roll.empty")
