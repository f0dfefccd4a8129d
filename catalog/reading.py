"""The catalogue file: columns in, articles and problems out.

Columns: sku, name, unit, price; brand, category, spec, city_price, aliases, install, merchant, stock, weight_kg,
stock_place.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from catalog.cells import Cells, Seen
from catalog.problem import Problem, Reading, collect
from catalog.product import Product
from catalog.sheet import Columns, Progress, sheet_rows

COLUMNS = Columns(
    required=("sku", "name", "unit", "price"),
    optional=(
        "brand",
        "category",
        "spec",
        "city_price",
        "aliases",
        "install",
        "merchant",
        "stock",
        "weight_kg",
        "stock_place",
    ),
)
LEAST_YUAN, MOST_YUAN = Decimal("0.01"), Decimal(200_000)
MOST_STOCK = Decimal(10_000_000)
MOST_WEIGHT_KG = Decimal(5_000)
MAX_ALIASES, MAX_ALIAS = 30, 30
SLIPPED = 10
"""A village price this many times the city's, or this part of it, has lost its decimal point."""


def read_catalog(path: Path, progress: Progress | None = None) -> Reading[Product]:
    """The whole catalogue. Raises BadFile where the file as such is of no use."""
    return collect(each_product(path, progress))


def each_product(path: Path, progress: Progress | None = None) -> Iterator[Product | Problem]:
    """The catalogue one article at a time: a row gives its article, or all its problems. Raises BadFile."""
    seen = Seen()
    for row in sheet_rows(path, COLUMNS, progress):
        cells = Cells(row)
        product = _product(cells)
        seen.note(cells, "sku", product.sku, product.sku)
        if cells.problems:
            yield from cells.problems
        else:
            yield product


def _product(cells: Cells) -> Product:
    price, city_price = _fen(cells, "price", required=True), _fen(cells, "city_price")
    _check_slip(cells, price, city_price)
    return Product(
        sku=cells.code("sku", limit=32, required=True),
        name=cells.text("name", limit=60, required=True),
        brand=cells.text("brand", limit=30),
        category=cells.text("category", limit=40),
        spec=cells.text("spec", limit=40),
        unit=cells.text("unit", limit=6, required=True),
        price_fen=price or 0,
        city_price_fen=city_price,
        aliases=_aliases(cells),
        install=cells.choice("install", {"0": False, "1": True, "": False}),
        merchant=cells.text("merchant", limit=40),
        stock=cells.number("stock", least=Decimal(0), most=MOST_STOCK, places=3),
        weight_kg=cells.number("weight_kg", least=Decimal("0.001"), most=MOST_WEIGHT_KG, places=3),
        stock_place=cells.choice("stock_place", {"county": "county", "city": "city", "": "county"}),
    )


def _fen(cells: Cells, column: str, *, required: bool = False) -> int | None:
    """Yuan in the file, fen inside."""
    yuan = cells.number(column, least=LEAST_YUAN, most=MOST_YUAN, places=2, required=required)
    return None if yuan is None else int(yuan * 100)


def _check_slip(cells: Cells, price: int | None, city_price: int | None) -> None:
    if price and city_price and not city_price <= price * SLIPPED <= city_price * SLIPPED * SLIPPED:
        cells.problem("price", "ten times more or less than city_price; has a decimal point slipped in one of them?")


def _aliases(cells: Cells) -> tuple[str, ...]:
    text = cells.text("aliases", limit=MAX_ALIASES * (MAX_ALIAS + 1)).replace("｜", "|")
    aliases = dict.fromkeys(alias for part in text.split("|") if (alias := part.strip()))
    if len(aliases) > MAX_ALIASES:
        cells.problem("aliases", f"{len(aliases)} names; {MAX_ALIASES} are the most")
    for alias in aliases:
        if len(alias) > MAX_ALIAS:
            cells.problem("aliases", f"'{alias[:MAX_ALIAS]}…' is too long; put | between two names")
            break
    return tuple(aliases)
