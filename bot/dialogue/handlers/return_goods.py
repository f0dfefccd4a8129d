"""这个坏了要退: within seven days."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.dialogue.orders import returning
from intents.acts import ReturnGoods


def return_goods(ex: Exchange, said: tuple[ReturnGoods, ...]) -> None:
    if said_in("keeps_goods", ex.text) and not said_in("asking", ex.text):
        ex.say("return.kept")
        return
    if ex.facts.person.manages and not ex.facts.orders():
        ex.say("return.of_others")
        return
    items = tuple(item for act in said for item in act.items)
    returning.begin(ex, items, next((act.reason for act in said if act.reason), ""))
