"""An amount of goods that were spoken of before the message, in front of other goods: 要两袋,再来一个锅."""

from __future__ import annotations

from collections.abc import Sequence

from intents.frames import amount_in
from intents.goods.mentions import Mention
from intents.item import Item
from intents.text.clauses import Clause
from intents.text.words import said
from intents.wishes import Wish


def unnamed_amount(clauses: Sequence[Clause], named: Sequence[Wish]) -> list[Wish]:
    """The wish of the first clause, goods unnamed; [] where it says more (the goods of one sign of 三瓶醋, which are `named`),
    or nothing else is ordered behind it."""
    first, *others = clauses or (None,)
    if first is None or not others or not said("anew").match(others[0].text):
        return []
    if any(wish.mention.start < first.start + len(first.text) for wish in named):
        return []
    amount = amount_in(first.text) if said("bare_amount").fullmatch(first.core) else None
    if amount is None or not amount[1]:
        return []
    item = Item(mention="", quantity=amount[0], unit=amount[1])
    mention = Mention(start=first.start, end=first.start, words="", quantity=amount[0], unit=amount[1], item=item)
    return [Wish(mention, item, "set_quantity")]
