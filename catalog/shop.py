"""The shop: everything that is known of the goods, asked by words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from catalog.fold import fold
from catalog.product import Product


class Hit(msgspec.Struct, frozen=True):
    sku: str
    score: float
    """0 to 1"""


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
        self._by_sku = {product.sku: product for product in self.products}
        full = dict.fromkeys(p.category for p in self.products if p.category)
        tops = dict.fromkeys(category.partition("/")[0] for category in full)
        self.categories: tuple[str, ...] = (*tops, *full)
        self.brands: tuple[str, ...] = tuple(dict.fromkeys(p.brand for p in self.products if p.brand))

    def product(self, sku: str) -> Product | None:
        return self._by_sku.get(sku)

    def search(self, query: str, limit: int = 5) -> list[Hit]:
        """The best articles for a query, best first; [] where nothing is alike."""
        words = set(fold(query))
        scored = [Hit(p.sku, len(words & set(fold(p.name))) / max(1, len(words))) for p in self.products]
        return sorted((hit for hit in scored if hit.score > 0), key=lambda hit: -hit.score)[:limit]

    def resolve(self, words: str, unit: str = "") -> Match:
        """What these words mean in this shop; `unit` is the unit word said beside them."""
        found = tuple(p.sku for p in self.products if fold(words) in fold(p.name))
        return Match(skus=found) if found else Match(near=tuple(hit.sku for hit in self.search(words, 3)))

    def narrow(self, words: str, among: Sequence[str], unit: str = "") -> tuple[str, ...]:
        """Which of the offered articles fit these words; () when nothing said fits."""
        fitting = set(self.resolve(words, unit).skus)
        return tuple(sku for sku in among if sku in fitting)
