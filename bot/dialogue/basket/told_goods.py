"""Goods that were told beside another question are taken by what tells them apart: “便宜的来一瓶”."""

from __future__ import annotations

from decimal import Decimal

from bot.dialogue.asking.choice import pick
from bot.dialogue.basket import goods
from bot.dialogue.basket.amounts import units_of
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.questions import Wanted
from intents.text.words import said


def take_told(ex: Exchange, heard: Heard) -> bool:
    """Take what the words describe of the goods shown last; False where they ask for none of them. Digits belong to the
    question that is open."""
    skus = tuple(sku for sku in ex.talk.shown if sku not in ex.talk.basket.skus)
    if len(skus) <= 1 or heard.digit is not None or not said("add_verb").search(heard.text):
        return False
    picked = pick(ex, heard, skus).counted
    for group, amount in picked:
        quantity = units_of(ex, amount, *group) if amount else Decimal(1)
        unit = amount.unit if amount else ""
        goods.take(ex, Wanted(mention="这样的", skus=group, quantity=quantity, unit=unit))
    return bool(picked)
