"""我是杨柳村的: where one's goods arrive."""

from __future__ import annotations

from bot.dialogue import joining
from bot.dialogue.exchange import Exchange
from intents.acts import BindStation


def bind_station(ex: Exchange, said: tuple[BindStation, ...]) -> None:
    joining.find(ex, said[-1].place)
