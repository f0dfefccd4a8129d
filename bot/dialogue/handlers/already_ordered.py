"""A change is asked for of what was ordered already: it cannot be changed, but cancelled and ordered anew."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import ConfirmCancel
from bot.domain.order import Status
from intents.acts import Item


def suggest_cancelling(ex: Exchange, item: Item) -> bool:
    """Offer to cancel the newest order that holds these goods; False where there is none, or a basket goes first."""
    if ex.talk.basket.lines or ex.talk.todo:
        return False
    for order in ex.facts.orders():
        if order.status is Status.PLACED and (not item.skus or set(item.skus) & {line.sku for line in order.lines}):
            ex.say("cancel.instead")
            ex.change(asking=ConfirmCancel(number=order.number))
            return True
    return False
