"""Goods that are plainly ordered beside something else a message is about: 盐两袋,再帮我找人工."""

from __future__ import annotations

from intents.reader import read_wishes
from intents.text.clauses import Clause
from intents.text.message import Message
from intents.text.words import phrases, said
from intents.wishes import Wish


def ordered_beside(message: Message, intent: str) -> list[Wish]:
    """The goods ordered with a number in clauses that do not speak of `intent`, and do nothing else."""
    about = phrases()[intent].message
    spans = [match.span() for match in about.finditer(message.text)] if about else []
    if not spans:
        return []
    clauses = [c for c in message.clauses if not any(c.start < end and start < c.end for start, end in spans)]
    found: list[Wish] = []
    for clause in clauses:
        text = " " * clause.start + clause.text + " " * (len(message.text) - clause.end)
        wishes = [] if said("leads_up").search(clause.text) else read_wishes(text, (clause,), message.shop)
        found += [wish for wish in wishes if wish.frame == "add" and wish.counted and _orders(clause, wish)]
    return found


def _orders(clause: Clause, wish: Wish) -> bool:
    """Whether the clause begins with an order (再来两袋盐), or is nothing but the goods and their number."""
    whole = wish.mention.start <= clause.start and wish.mention.end >= clause.start + len(clause.bare)
    return bool(wish.skus) and (whole or bool(said("orders_anew").match(clause.stem)))
