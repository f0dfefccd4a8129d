"""A text and what it was made from: every character knows the words it came from, so slots are given as written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import msgspec

Piece = tuple[str, int, int]
"""One character and the span of the source it stands for."""


class Wording(msgspec.Struct, frozen=True):
    """`text[i]` stands for `source[starts[i]:ends[i]]`."""

    text: str
    source: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def said(self, start: int, end: int) -> str:
        """Give the words of the source that `text[start:end]` stands for."""
        return self.source[self.starts[start] : self.ends[end - 1]].strip() if start < end else ""

    def head(self, length: int) -> Wording:
        """Give the first characters only."""
        return self if len(self.text) <= length else wording_of(self.pieces()[:length], self.source)

    def pieces(self) -> list[Piece]:
        return list(zip(self.text, self.starts, self.ends, strict=True))

    def replace(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Wording:
        """As `re.sub`, except that empty matches are left alone; new words stand for all that they replace."""
        matches = [match for match in pattern.finditer(self.text) if match.start() < match.end()]
        if not matches:
            return self
        pieces: list[Piece] = []
        old = self.pieces()
        position = 0
        for match in matches:
            pieces += old[position : match.start()]
            start, end = self.starts[match.start()], self.ends[match.end() - 1]
            words = new if isinstance(new, str) else new(match)
            if words == match[0]:
                pieces += old[match.start() : match.end()]
            else:
                pieces += [(character, start, end) for character in words]
            position = match.end()
        return wording_of(pieces + old[position:], self.source)


def wording_of(pieces: Iterable[Piece], source: str) -> Wording:
    kept = tuple(pieces)
    return Wording(
        "".join(character for character, _, _ in kept),
        source,
        tuple(start for _, start, _ in kept),
        tuple(end for _, _, end in kept),
    )


def plain(source: str) -> Wording:
    """Take a text as it is, each character standing for itself."""
    return Wording(source, source, tuple(range(len(source))), tuple(range(1, len(source) + 1)))
