"""Goods that are only talked of: what was bought, eaten, given or lost, how good it is, how it is used, what can wait."""

from __future__ import annotations

from collections.abc import Sequence

from intents.frames import amount_in
from intents.goods.mentions import Mention
from intents.text.clauses import Clause
from intents.text.words import said

_LED = 16
"""So many characters before a clause are looked at."""


def is_told(words: str, before: str = "") -> bool:
    """Whether a clause tells of goods, or puts them off, and asks for none; `before` is what leads up to it."""
    led = before[-_LED:] + words
    if said("put_off", "told").search(led):
        return True
    return bool(said("told", "told").search(led) and not said("asks", "told").search(words))


def only_told(clause: Clause, region: str, mentions: Sequence[Mention], before: str) -> bool:
    """Whether the goods that a clause names are only talked of; `region` goes on to the end of what they cover. What a
    later clause tells (尿素四袋,家里还剩一袋) does not undo a number said with the goods."""
    told = is_told(region, before) and (is_told(clause.text, before) or amount_in(clause.text) is None)
    return told and not _is_wanted_anew(clause, mentions)


def _is_wanted_anew(clause: Clause, mentions: Sequence[Mention]) -> bool:
    """Whether a clause tells what is used up, and the next how many of which shall replace it: 灯泡烧了,九瓦的四个."""
    counted_next = any(mention.quantity is not None and mention.end > clause.end for mention in mentions)
    return counted_next and bool(said("used_up", "told").search(clause.bare))
