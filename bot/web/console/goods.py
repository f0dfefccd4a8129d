"""Goods as a form speaks of them: searched by words, counted in numbers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from aiohttp import web

from bot.domain.cart import MOST_OF_ONE
from bot.web.console.parts import CONSOLE
from catalog.product import Product

MOST_HITS = 8
LONGEST_WORDS = 40
LEAST_ALIKE = 0.2
PLACES = 3


def search(request: web.Request, words: str) -> list[Product]:
    """What the shop has for these words, the best first."""
    shop = request.app[CONSOLE].shop()
    hits = shop.search(words[:LONGEST_WORDS], MOST_HITS) if words.strip() else []
    found = (shop.product(hit.sku) for hit in hits if hit.score >= LEAST_ALIKE)
    return [product for product in found if product is not None]


def product(request: web.Request, sku: str) -> Product | None:
    return request.app[CONSOLE].shop().product(sku)


def quantity(text: str, unit: str = "") -> Decimal | None:
    """`2`, `0.5`, `２`, and `2袋` where that is the unit; None where it is no amount one can count or weigh."""
    written = normalize("NFKC", text).strip()
    bare = written.removesuffix(unit).strip()
    try:
        value = Decimal(bare or "-1")
    except InvalidOperation:
        return None
    exponent = value.as_tuple().exponent
    fine = isinstance(exponent, int) and -PLACES <= exponent <= PLACES and 0 <= value <= MOST_OF_ONE
    return value if fine else None
