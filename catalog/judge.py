"""The shopkeeper's judgement: which articles fit everything that was said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import reduce
from operator import and_, or_
from typing import Literal

import msgspec

from catalog.article import NEGATES, Article, holds, one_pack
from catalog.measure import DIMENSIONS, LETTER, SHOE, Amount
from catalog.sound import near_sound
from catalog.terms import Term
from config.data import read_yaml

_SHOE_SIZES = range(22, 50)
"""In whole numbers, as they stand on what is sold here: children's from 22 on."""
Grade = Literal["", "big", "small", "biggest", "cheap", "dear"]
_COUNTS_ANYTHING = frozenset(read_yaml("lexicon/measures.yaml")["counts_anything"])
_SIGNS = {"big": "大", "biggest": "大", "small": "小"}
"""What a label says of a large or a small one: 小红包, 大号. It counts more than how many a pack holds."""
_OF_THE_MAKE = re.compile("[薄厚长短粗细软硬]")
_LOOSE = ("", "pieces")
"""Dimensions in which a size may be meant otherwise than the label says it."""


class Said(msgspec.Struct, kw_only=True):
    """What was said of one article, gathered from the text."""

    terms: list[tuple[Term, bool]] = msgspec.field(default_factory=list)
    """Each with whether it was written as it is."""
    banned: list[Term] = msgspec.field(default_factory=list)
    sizes: list[Amount] = msgspec.field(default_factory=list)
    traits: list[tuple[str, ...]] = msgspec.field(default_factory=list)
    grade: Grade = ""
    unit: str = ""
    tint: str = ""
    """A colour stuck to the name of something that comes in several: 红 of 红笔."""
    stranger: str = ""
    """A word within the name that this shop does not know."""


class Judge:
    """Knows the articles; keeps nothing of what is asked."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self.all = (1 << len(articles)) - 1

    def of(self, bits: int) -> Iterator[Article]:
        """Give the articles of a set, in the catalogue's order."""
        while bits:
            lowest = bits & -bits
            yield self.articles[lowest.bit_length() - 1]
            bits ^= lowest

    def fitting(self, said: Said) -> int:
        """Find the articles that fit everything said; 0 where the shop does not carry it."""
        bits = self.named(said.terms)
        return self.narrowed(bits, said) if bits and not said.stranger else 0

    def named(self, terms: Sequence[tuple[Term, bool]]) -> int:
        """Find the articles that all the names name."""
        if bits := reduce(and_, (term.fits for term, _ in terms), self.all):
            return _headed(bits, [term for term, _ in terms])
        for weaker in (lambda t, _: t.does, lambda _, exact: not exact):
            kept = [(term, exact) for term, exact in terms if not weaker(term, exact)]
            if kept and len(kept) < len(terms):
                return self.named(kept)
        return self._miswritten(terms)

    def _miswritten(self, terms: Sequence[tuple[Term, bool]]) -> int:
        """One name contradicts two others: perhaps one of its characters is wrong (生油 beside 海天金标 is 生抽)."""
        if len(terms) <= 2:  # noqa: PLR2004 – two others must agree
            return 0
        for wrong, _ in terms:
            others = [(term, exact) for term, exact in terms if term is not wrong]
            bits = reduce(and_, (term.fits for term, _ in others), self.all)
            alike = [a for a in self.of(bits) if _one_off(wrong.word, a.text)]
            if alike:
                return _bits(alike)
        return 0

    def chosen(self, offered: int, said: Said) -> int:
        """Find which of the offered articles are meant: a word that fits none of them says nothing; 0 where none fits."""
        bits, understood = offered, False
        for term, _ in said.terms:
            if kept := bits & (term.heads or term.fits) or bits & term.fits:
                bits, understood = kept, True
        kept = self.narrowed(bits, said)
        return kept if understood or (kept and kept != offered) else 0

    def narrowed(self, bits: int, said: Said) -> int:
        """Keep what fits the sizes, packs, traits and exclusions said."""
        for term in said.banned:
            bits = self._without(bits, term)
        for amount in said.sizes:
            bits = self.sized(bits, amount)
        all_kinds = bits
        for marks in said.traits:  # of two that exclude each other the last counts: 日用,不,夜用
            bits = self.marked(bits, *marks) or self.marked(all_kinds, *marks) or bits
        if said.tint:
            bits = _bits(a for a in self.of(bits) if said.tint in a.name.removeprefix(a.brands[0] if a.brands else ""))
        if said.unit:
            bits = self.packed(bits, said.unit)
        if not said.grade:
            return bits
        sign = _SIGNS.get(said.grade, "?")
        words = [term.word for term, _ in said.terms] if said.grade != "biggest" else []
        labels = [f"{sign}{word}" for word in ("号", *words)]
        labelled = [a for a in self.of(bits) if any(label in a.text or label in a.spec for label in labels)]
        return _bits(labelled) or self.graded(bits, said.grade)

    def _without(self, bits: int, term: Term) -> int:
        """Leave out what a name names; where that is all there is (粉条, not 粉丝), what bears the word itself."""
        left = bits & ~(term.heads if (term.noun or term.brand) and bits & term.heads else term.fits)
        return left or bits & ~self.marked(bits, term.word)

    def marked(self, bits: int, *marks: str) -> int:
        """Keep what bears one of these marks in its name or aliases."""
        return _bits(a for a in self.of(bits) if any(_bears(a.text, mark) for mark in marks))

    def signed(self, bits: int, words: str) -> int:
        """Keep what bears in its name or aliases what the words say of its make, 薄 of 薄被, where that tells any apart."""
        for sign in _OF_THE_MAKE.findall(words):
            kept = _bits(a for a in self.of(bits) if sign in "".join((a.core, *a.aliases)))
            if kept and kept != bits:
                return kept
        return 0

    def sounds_in(self, word: str, terms: Sequence[tuple[Term, bool]]) -> bool:
        """Whether a word sounds like a part of the name of something that these names name."""
        heard = near_sound(word)
        return any(heard in near_sound(a.name) for a in self.of(self.named(terms)))

    def sized(self, bits: int, amount: Amount) -> int:
        """Keep what has this size; two jin of oil are a litre. A bare number that no label bears narrows nothing."""
        dimension, value = amount.measure
        if amount.about and dimension not in _LOOSE:
            return self._somewhat_over(bits, amount)
        if dimension == "weight":
            bits_by_weight = _bits(
                a for a in self.of(bits) if a.product.unit in DIMENSIONS and DIMENSIONS[a.product.unit][0] == dimension
            )
            return (
                self._measuring(bits, dimension, value) or bits_by_weight or self._measuring(bits, "volume", value / 2)
            )
        if dimension == LETTER or dimension not in _LOOSE:
            return self._measuring(bits, dimension, value)
        figures = f"{amount.value.normalize():f}"
        bare = [] if amount.unit else [a for a in self.of(bits) if figures in a.figures]  # 两袋 is no size of 2kg
        fitting = _bits(bare) | self._measuring(bits, dimension, value)
        fitting = _bits(a for a in self.of(fitting) if amount.unit and holds(a, amount)) or fitting
        return fitting if fitting or self._is_shoe_size(bits, amount) else bits

    def _is_shoe_size(self, bits: int, amount: Amount) -> bool:
        """Whether a bare number among shoes can only be a size: 雨靴42."""
        shoes = all(any(dimension == SHOE for dimension, _ in a.measures) for a in self.of(bits))
        return not amount.unit and amount.value in _SHOE_SIZES and shoes

    def _measuring(self, bits: int, dimension: str, value: Decimal) -> int:
        return _bits(a for a in self.of(bits) if (dimension, value) in a.measures)

    def _somewhat_over(self, bits: int, amount: Amount) -> int:
        """Keep what is larger than the round number, by less than its last figure counts: 65 for 六十多."""
        dimension, value = amount.measure
        step = value / amount.value * (10 if amount.value >= 10 else 1)  # noqa: PLR2004 – 六十多 counts tens
        return _bits(
            a for a in self.of(bits) if any(d == dimension and value <= v < value + step for d, v in a.measures)
        )

    def packed(self, bits: int, unit: str) -> int:
        """Keep what comes in this pack, where that tells any apart: sold so first, else labelled so."""
        pack = one_pack(unit)
        if unit in _COUNTS_ANYTHING:
            return bits
        sold = _bits(a for a in self.of(bits) if one_pack(a.product.unit) == pack)
        return sold or _bits(a for a in self.of(bits) if pack in a.packs) or bits

    def graded(self, bits: int, grade: Grade) -> int:
        """Keep the large, the small or the cheap ones, each among its like."""
        if grade in ("cheap", "dear") or not bits:
            return bits
        if len({_measured(a) for a in self.of(bits)}) > 1:
            return bits  # ten sheets are not larger than one of 60 cm
        lines: dict[str, list[Article]] = defaultdict(list)
        for article in self.of(bits):
            lines["" if grade == "biggest" else article.product.brand].append(article)
        several = [line for line in lines.values() if len({size_of(a) for a in line}) > 1]
        if not several:
            several = [list(self.of(bits))]
        pick: Callable[[Iterator[Decimal]], Decimal] = min if grade == "small" else max
        wanted = ((pick(size_of(a) for a in line), line) for line in several)
        return _bits(a for size, line in wanted for a in line if size_of(a) == size)

    def by_price(self, bits: int, grade: Grade) -> int:
        """Keep the cheapest, or the dearest."""
        pick = min if grade == "cheap" else max
        price = pick((a.product.price_fen for a in self.of(bits)), default=0)
        return _bits(a for a in self.of(bits) if a.product.price_fen == price)


def _headed(bits: int, terms: Sequence[Term]) -> int:
    """Of the articles that all words touch, those that the head of the words names."""
    nouns = [term for term in terms if term.noun]
    for noun in reversed(nouns):
        if bits & noun.heads:
            return bits & noun.heads
    others = [term for term in terms if not term.noun]
    if nouns:
        return bits if others else 0
    heads = reduce(or_, (term.heads for term in others), 0)
    return bits & heads or bits


def _bears(text: str, mark: str) -> bool:
    """Whether a name bears a mark and does not say that it is not so: 未加碘 is not 加碘."""
    return mark in text and not any(f"{no}{mark}" in text for no in NEGATES)


def _one_off(word: str, text: str) -> bool:
    size = len(word)
    pieces = (text[i : i + size] for i in range(len(text) - size + 1))
    return any(sum(a == b for a, b in zip(word, piece, strict=True)) == size - 1 for piece in pieces)


def _measured(article: Article) -> str:
    """What an article's size is measured in."""
    return next((amount.measure[0] for amount in article.amounts), "")


def size_of(article: Article) -> Decimal:
    """How large an article is among its like, in basic units; 0 where nothing says."""
    return next((amount.measure[1] for amount in article.amounts), Decimal(0))


def _bits(articles: Iterator[Article] | Sequence[Article]) -> int:
    bits = 0
    for article in articles:
        bits |= article.bit
    return bits
