"""Pieces of a text as they were read, and the likeliest way through all readings."""

from __future__ import annotations

from typing import Literal, NamedTuple

from catalog.measure import Amount
from catalog.speech import SmallKind
from catalog.terms import Term

Kind = SmallKind | Literal["term", "amount", "ordinary", "unknown", "tint"]


class Token(NamedTuple):
    start: int
    end: int
    kind: Kind
    term: Term | None = None
    exact: bool = True
    amount: Amount | None = None
    word: str = ""


class Readings:
    """All ways to read pieces of a text, and the best path through them."""

    def __init__(self, length: int) -> None:
        self._from: list[list[tuple[float, Token]]] = [[(0.0, Token(i, i + 1, "unknown"))] for i in range(length)]

    def add(self, score: float, token: Token) -> None:
        self._from[token.start].append((score, token))

    def remove(self, token: Token) -> None:
        """Take back a reading that its neighbours make unlikely."""
        self._from[token.start] = [(score, other) for score, other in self._from[token.start] if other != token]

    def best(self) -> list[Token]:
        scores = [0.0] + [-1.0] * len(self._from)
        last: list[Token | None] = [None] * len(scores)
        for here, readings in enumerate(self._from):
            so_far = scores[here]
            for score, token in readings:
                if so_far + score > scores[token.end]:
                    scores[token.end], last[token.end] = so_far + score, token
        tokens: list[Token] = []
        here = len(self._from)
        while (chosen := last[here]) is not None:
            tokens.append(chosen)
            here = chosen.start
        return tokens[::-1]


def joined(text: str, tokens: list[Token]) -> list[Token]:
    """Make one unknown word of neighbouring unknown characters."""
    joined: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end, place = token.end, place + 1
        while token.kind == "unknown" and place < len(tokens) and tokens[place].kind == "unknown":
            end, place = tokens[place].end, place + 1
        whole = token.word and end == token.end
        joined.append(token if whole else token._replace(end=end, word=text[token.start : end]))
    return joined
