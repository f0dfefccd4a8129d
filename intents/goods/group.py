"""One article as far as a text has said it."""

from __future__ import annotations

import msgspec

from catalog.gather import take
from catalog.judge import Said
from catalog.measure import Amount
from catalog.tokens import Token


class Group(msgspec.Struct, kw_only=True):
    """Names, sizes and a number that belong together; places are those of the text."""

    start: int
    end: int
    said: Said = msgspec.field(default_factory=Said)
    quantity: Amount | None = None
    bits: int = -1
    """What all its names together may be said of; -1 while it has none."""
    led: bool = False
    """Whether the number came before the name."""
    first_term: int = -1
    last_term: int = -1
    refused: Token | None = None
    """The name of goods of which one colour is not wanted: 笔 of 不要红笔."""
    heir: bool = False
    """Whether its names are those of the group before."""

    @property
    def named(self) -> bool:
        """Whether it has a name, not only a number or a size."""
        return self.bits != -1

    @property
    def has_noun(self) -> bool:
        """Whether a kind of goods is named, not only a brand or a part of a name."""
        return any(term.noun and not term.does for term, _ in self.said.terms)

    @property
    def names_goods(self) -> bool:
        """Whether some word, a noun or not, names goods by itself: 红蜡烛."""
        return any(term.heads and not term.brand for term, _ in self.said.terms)

    @property
    def has_brand(self) -> bool:
        """Whether a brand is named."""
        return any(term.brand for term, _ in self.said.terms)

    @property
    def counted_behind(self) -> bool:
        """Whether a number after the name has closed it."""
        return self.quantity is not None and not self.led

    def name(self, token: Token) -> None:
        """Add a name."""
        term = token.term
        if term is None:
            return
        take(self.said, token)
        kept = term.fits if self.bits == -1 else self.bits & term.fits
        self.bits = kept or (self.bits if term.does else 0)
        self.first_term = token.start if self.first_term < 0 else self.first_term
        self.last_term = token.end
        self.end = max(self.end, token.end)

    def compound(self, token: Token) -> None:
        """Add what makes a third thing of the name before, which this shop does not know."""
        take(self.said, token)
        self.said.stranger = token.word
        self.end = self.last_term = token.end

    def describe(self, token: Token) -> None:
        """Add a size, a pack or another quality."""
        take(self.said, token)
        self.end = max(self.end, token.end)
        if token.kind == "tint":
            self.first_term = token.start

    def count(self, amount: Amount) -> None:
        """Set the number, and the size said with it: 一小瓶."""
        self.quantity = amount
        if amount.grade:
            self.said.grade = "big" if amount.grade == "大" else "small"
        self.end = max(self.end, amount.end)
