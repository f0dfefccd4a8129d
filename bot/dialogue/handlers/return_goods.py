"""这个坏了要退: within seven days."""

from __future__ import annotations

from bot.dialogue import returning
from bot.dialogue.exchange import Exchange
from intents.acts import ReturnGoods


def return_goods(ex: Exchange, said: tuple[ReturnGoods, ...]) -> None:
    items = tuple(item for act in said for item in act.items)
    returning.begin(ex, items, next((act.reason for act in said if act.reason), ""))
