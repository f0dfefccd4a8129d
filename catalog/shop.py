"""The shop: everything that is known of the goods, asked by words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from catalog.article import Article, read_article
from catalog.fold import fold
from catalog.gather import gather
from catalog.judge import Judge, Said
from catalog.product import Product
from catalog.scan import Scanner
from catalog.search import Hit, SoundIndex
from catalog.sound import typed_sound
from catalog.stranger import stranger_beside
from catalog.terms import Term, build_terms
from catalog.tokens import Token

_NEAREST = 3
_ALIKE = 0.2
"""Below this score an article is no use as an alternative."""
_LONGEST_QUERY = 100


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A shopkeeper's judgement of some words."""

    skus: tuple[str, ...] = ()
    """None: not carried. One: exactly this. More: all that fit every word said, in the catalogue's order."""
    near: tuple[str, ...] = ()
    """Where nothing fits: the nearest the shop has, best first, three at most."""


class Shop:
    """Immutable; built once from a catalogue and shared."""

    def __init__(self, products: Iterable[Product]) -> None:
        self.products: tuple[Product, ...] = tuple(products)
        self._by_sku = {product.sku: place for place, product in enumerate(self.products)}
        full = dict.fromkeys(p.category for p in self.products if p.category)
        tops = dict.fromkeys(category.partition("/")[0] for category in full)
        self.categories: tuple[str, ...] = tuple(dict.fromkeys((*tops, *full)))
        """Those of the first level, then the full strings of both levels, in the catalogue's order."""
        self.brands: tuple[str, ...] = tuple(dict.fromkeys(p.brand for p in self.products if p.brand))
        articles = [read_article(product, place) for place, product in enumerate(self.products)]
        self.terms: Mapping[str, Term] = build_terms(articles)
        """Every word that can name goods here, folded; those of no article too, that the world knows and this shop lacks."""
        self.judge = Judge(articles)
        self._scanner = Scanner(self.terms)
        self._index = SoundIndex(articles)

    def product(self, sku: str) -> Product | None:
        """Look an article up."""
        place = self._by_sku.get(sku)
        return None if place is None else self.products[place]

    def article(self, sku: str) -> Article:
        """Look up what is known of an article. Raises KeyError where there is none."""
        return self.judge.articles[self._by_sku[sku]]

    def scan(self, text: str) -> list[Token]:
        """Cut a text in lower case, normalised, into what names goods and what does not."""
        return self._scanner.scan(text)

    def skus(self, bits: int) -> tuple[str, ...]:
        """Turn a set of articles into skus, in the catalogue's order."""
        return tuple(article.product.sku for article in self.judge.of(bits))

    def bits(self, skus: Iterable[str]) -> int:
        """Turn skus into a set of articles; unknown ones are left out."""
        return sum(1 << place for place in {self._by_sku[sku] for sku in skus if sku in self._by_sku})

    def search(self, query: str, limit: int = 5) -> list[Hit]:
        """Rank articles for a query, best first: what fits it exactly, then what is alike by sign and sound."""
        words = typed_sound(fold(query[:_LONGEST_QUERY]))
        return self._index.search(words, self.judge.fitting(gather(self.scan(words))), limit)

    def resolve(self, words: str, unit: str = "") -> Match:
        """Judge what words mean in this shop; `unit` is the unit word said beside them."""
        folded = fold(words)
        said = self._said(folded, unit)
        if not said.terms:
            return Match(near=self.nearest(folded, said))
        bits = self.judge.fitting(said)
        return Match(skus=self.skus(bits)) if bits else Match(near=self.nearest(folded, said))

    def _said(self, folded: str, unit: str) -> Said:
        """What words say of one article, with what is stuck to its name and makes another thing of it."""
        tokens = self.scan(folded)
        said = gather(tokens, unit)
        if named := [token for token in tokens if token.kind == "term"]:
            kind = any(term.brand or (term.noun and not term.does) for term, _ in said.terms)
            said.stranger = stranger_beside(folded, tokens, (named[0].start, named[-1].end), named=kind)
        return said

    def nearest(self, words: str, said: Said) -> tuple[str, ...]:
        """Offer what comes nearest to goods the shop does not carry: the same kind of other brands, else what is alike."""
        kinds = [term.heads for term, _ in said.terms if term.noun and term.heads]
        if kinds:
            return self.skus(kinds[-1])[:_NEAREST]
        return tuple(hit.sku for hit in self._index.search(words, 0, _NEAREST) if hit.score >= _ALIKE)

    def like(self, sku: str) -> tuple[str, ...]:
        """The widest kind of goods of one category that an article is, itself among them; () where no word names one, or
        the article is not sold any more."""
        if sku not in self._by_sku:
            return ()
        article = self.article(sku)
        shelf = sum(a.bit for a in self.judge.articles if a.product.category == article.product.category)
        kinds = (t.heads & shelf for t in self.terms.values() if t.noun and not t.does and t.heads & article.bit)
        return self.skus(max(kinds, key=int.bit_count, default=0))

    def narrow(self, words: str, among: Sequence[str], unit: str = "") -> tuple[str, ...]:
        """Find which of the offered articles fit these words; () when nothing said fits any."""
        words = fold(words)
        said = self._said(words, unit)
        if said.stranger:
            return ()
        offered = self.bits(among)
        if said.grade in ("cheap", "dear"):
            return self.skus(self.judge.by_price(offered, said.grade))
        fitting = self.judge.chosen(offered, said) or self.judge.signed(offered, words)
        return tuple(sku for sku in among if fitting & self.bits((sku,)))
