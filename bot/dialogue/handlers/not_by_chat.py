"""What a manager may ask for and the chat cannot do yet; said honestly, with a way to get it done."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from intents.acts import Training


def training(ex: Exchange, _said: tuple[Training, ...]) -> None:
    ex.say("manager.no_training")
