"""Parts of a message over whose borders no goods are described: what is dropped, and what comes in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from intents.text.clauses import Clause
from intents.text.words import said


def parts(text: str, clauses: Sequence[Clause]) -> Iterator[str]:
    """The text in parts, each as long as the whole: the rest is blank. A part begins with 换成…, and behind what is not
    wanted any more (盐不要了; 不要盐了)."""
    starts = [0]
    for before, clause in pairwise(clauses):
        if said("switch").match(clause.text) or said("dropped").search(before.text):
            starts.append(clause.start)
    for start, end in pairwise([*starts, len(text)]):
        yield " " * start + text[start:end] + " " * (len(text) - end)


def without_asides(text: str, clauses: Sequence[Clause]) -> str:
    """The text with blanks for what neither names goods nor counts them: where the cart is spoken of, the number before
    the one that counts, and what one would take instead (百事也行)."""
    for words in ("cart_place", "number_before"):
        text = said(words).sub(lambda match: " " * len(match[0]), text)
    for clause in clauses[1:]:
        if said("alternative").search(clause.text):
            text = text[: clause.start] + " " * (clause.end - clause.start) + text[clause.end :]
    return text
