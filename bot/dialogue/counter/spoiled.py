"""榨菜坏了两袋，扔了: goods of a station's own shelf are spoiled. They are counted as gone, after a read-back."""

from __future__ import annotations

from decimal import Decimal

from bot.dialogue.basket.amounts import closing_amount, units_of
from bot.dialogue.counter import counting, shelf
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import is_question
from bot.dialogue.lexicon import said_in, without
from intents.goods.mentions import find_mentions
from intents.offers import read_amount
from intents.text.normalise import normalise

LONGEST = 30
"""Characters; more is a story."""


def told(ex: Exchange) -> bool:
    """False where no goods of the shelf are named with a number, or somebody brings or wants them."""
    if not ex.facts.person.manages or len(ex.text) > LONGEST or not said_in("spoiled", ex.text):
        return False
    if said_in("not_spoiled", ex.text) or is_question(ex.text):
        return False
    gone = _gone(ex, {row.sku: row.quantity for row in shelf.rows(ex) if row.quantity})
    for sku, left in gone.items():
        counting.note(ex, sku, max(left, Decimal(0)))
    if gone:
        ex.text = ""  # heard already: no answer to the read-back it leads to
    return bool(gone)


def _gone(ex: Exchange, there: dict[str, Decimal]) -> dict[str, Decimal]:
    """Article → what is left of it; {} where anything is named that is not on the shelf once, with a number."""
    text = normalise(ex.text).text
    mentions = find_mentions(text, ex.facts.shop)
    if not mentions:  # 盐破了两袋: so few signs are goods only where they are looked for
        return _of_few_signs(ex, text, there)
    left: dict[str, Decimal] = {}
    for mention in mentions:
        meant = [sku for sku in mention.item.skus if sku in there]
        if len(meant) != 1 or not mention.item.quantity:
            return {}
        left[meant[0]] = there[meant[0]] - mention.item.quantity
    return left


def _of_few_signs(ex: Exchange, text: str, there: dict[str, Decimal]) -> dict[str, Decimal]:
    span, many, _ = read_amount(text, None)
    words = text[: span[0]] + text[span[1] :] if span else text
    named = without("spoiled", words).strip(" ,。了的")
    meant = ex.facts.shop.narrow(named, list(there)) if named else ()
    unit = text[span[0] : span[1]] if span else ""
    said = closing_amount(unit)
    units = units_of(ex, said, meant[0]) if said and many and len(meant) == 1 else None
    return {meant[0]: there[meant[0]] - units} if units else {}
