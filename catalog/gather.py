"""From tokens to what was said of one article."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.judge import Said
from catalog.measure import Amount
from catalog.speech import read_traits
from catalog.tokens import Token


def gather(tokens: Iterable[Token], unit: str = "") -> Said:
    """Take all tokens as said of one article; amounts are its sizes. Words after a negation are excluded."""
    said = Said(unit=unit)
    negated = False
    for token in tokens:
        if token.kind == "negation":
            negated = True
        elif token.kind == "joiner":
            negated = False
        else:
            take(said, token, negated=negated)
            if token.amount is not None and token.amount.measure[0] == "pieces":
                said.unit = said.unit or token.amount.unit
    return said


def take(said: Said, token: Token, *, negated: bool = False) -> None:
    """Add one token to what was said of an article."""
    if token.term is not None:
        if negated:
            said.banned.append(token.term)
        else:
            said.terms.append((token.term, token.exact))
    elif token.amount is not None:
        _size(said, token.amount)
    elif token.kind in ("big", "small", "biggest", "cheap", "dear"):
        said.grade = "biggest" if said.grade == "biggest" else token.kind
    elif token.kind == "trait":
        said.traits.append(read_traits()[token.word])
    elif token.kind == "tint":
        said.tint = token.word
    elif token.kind == "pack":
        said.unit = said.unit or token.word


def _size(said: Said, amount: Amount) -> None:
    """Add a size; said once more in the same dimension it corrects the first: M码, 不, L码."""
    dimension = amount.measure[0]
    if dimension not in ("", "pieces"):
        said.sizes = [size for size in said.sizes if size.measure[0] != dimension]
    said.sizes.append(amount)
