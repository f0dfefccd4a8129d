"""What words mean at this point of the talk: “再来两瓶酱油” is the soy sauce in the basket, “上回那种” the one bought."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from bot.dialogue.basket.evidence import bought
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from intents.item import Item


def in_context(ex: Exchange, item: Item) -> Item:
    """The item, narrowed where the talk leaves one article of several; it is read back before it counts."""
    if len(item.skus) > 1 and said_in("as_before", ex.text):
        return _only(item, bought(ex))
    if len(item.skus) > 1 and said_in("again", ex.text):
        return _only(item, ex.talk.basket.skus)
    return item


def _only(item: Item, known: Collection[str]) -> Item:
    meant = tuple(sku for sku in item.skus if sku in known)
    return msgspec.structs.replace(item, skus=meant) if len(meant) == 1 else item
