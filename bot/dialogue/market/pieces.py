"""What is counted and sold by weight: 两头猪，一头三百斤."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from bot.dialogue.lexicon import said_in
from bot.dialogue.market import weights
from bot.dialogue.market.questions import Draft
from bot.dialogue.market.reading import amount_in, plain
from bot.dialogue.saying import amount
from bot.domain.listing import MOST_QUANTITY


def weighed(draft: Draft, text: str) -> Draft:
    """So heavy is one of them, or all together: 一头三百斤, 三百, 一共六百斤. The same draft where nothing is told."""
    told = amount_in(re.sub(f"[每一1]{draft.unit}", "", plain(text)), bare=True)
    each = weights.reckoned(told[0], told[1], weights.JIN) if told else None
    many = draft.quantity or Decimal(1)
    total = each if each is None or said_in("sell_together", text) else each * many
    if total is None or not 0 < total <= MOST_QUANTITY:
        return draft
    return replace(draft, quantity=total, unit=weights.JIN, pieces=amount(many, draft.unit))


def told_each(text: str, unit: str) -> str:
    """The words that tell the weight of one, 每只80斤; '' where none do."""
    found = re.search(rf"[每一1]{unit}[^,，。\s]{{0,8}}斤半?", plain(text)) if unit else None
    return found[0] if found else ""
