"""A person is needed: complaints, and whoever would rather talk to somebody."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.orders import faulty
from bot.dialogue.person.calling import call
from intents.acts import Complain, Human


def complain(ex: Exchange, _said: tuple[Complain, ...]) -> None:
    if not faulty.told(ex):
        call(ex, "complaint")


def human(ex: Exchange, _said: tuple[Human, ...]) -> None:
    call(ex, "human")
