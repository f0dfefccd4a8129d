"""What is asked to be done with goods, told by the words around them: added, looked for, priced, taken out, changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from intents.goods.mentions import Mention
from intents.text.clauses import Clause
from intents.text.words import said
from intents.values import sums
from intents.values.numbers import read_numbers
from intents.values.units import counts_no_goods, unit_at

_VERB_WITHIN = re.compile(
    "(?<=.)要(?![求饭账价])|(?<=.)[来拿买](?=[大小中便贵最那这]|[一两二三四五六七八九十半个点0-9])"
)
_FIRST = ("less", "remove", "set_quantity", "ask_price")
"""Frames whose words count wherever they stand in the clause."""


def frame_of(clause: Clause | None, text: str, mentions: Sequence[Mention]) -> str:
    """What the words of a clause ask to be done with its goods; '' where they only name them."""
    counted = any(mention.quantity is not None for mention in mentions)
    if (mentions and said("kept").search(text)) or (clause and said("kept").search(clause.text)):
        return "kept"
    for name in _FIRST:
        if (counted or name != "less") and said(name).search(clause.text if clause and name == "remove" else text):
            return name
    if said("search").search(text) and not counted:
        return "search"
    if counted or orders(text, mentions) or (mentions and amount_in(_outside(text, mentions))):
        return "add"
    return "search" if clause and clause.asks and mentions else ""


def orders(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a verb of ordering (来, 拿, 给我) stands beside the goods."""
    within = any(_VERB_WITHIN.search(mention.words) for mention in mentions)  # 洗衣粉来小的,雕牌
    return within or bool(said("add_verb").search(_outside(text, mentions)))


def _outside(text: str, mentions: Sequence[Mention]) -> str:
    """What stands around the names of the goods: the 1.5匹 of 1.5匹的空调 orders none."""
    for mention in mentions:
        text = text.replace(mention.words, " ")
    return text


def amount_in(text: str) -> tuple[Decimal, str] | None:
    """The last number with a unit in a clause without goods, and the unit."""
    for number in reversed(read_numbers(text)):
        unit = unit_at(text, number.end)
        if sums.stands_behind(text, number.start) or sums.goes_on(text, number.end):
            continue  # 三块五一斤 is a price
        if unit and counts_no_goods(unit.word, text, number.end + len(unit.word)):
            continue
        if not number.ordinal and (unit or text[number.start : number.end] in "俩仨"):
            return number.value, unit.word if unit else ""
    return None
