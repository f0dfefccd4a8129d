"""The catalogue as imported, and a version by which a running server notices a new one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.storage.schema import meta, products
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.upsert import in_batches, insert_new, upsert
from bot.storage.trade import stock
from catalog.product import Product

AT_ONCE = 500
SEPARATOR = "|"

_ALL = select(products).where(~products.c.withdrawn).order_by(products.c.position, products.c.sku)
_SOME = select(products).where(products.c.sku.in_(bindparam("skus", expanding=True)), ~products.c.withdrawn)
_VERSION = select(meta.c.value).where(meta.c.name == "catalogue")
_NEXT_VERSION = update(meta).where(meta.c.name == "catalogue").values(value=meta.c.value + 1)
_WITHDRAW = update(products).where(products.c.sku == bindparam("of"), ~products.c.withdrawn).values(withdrawn=True)


def load_all(conn: Connection) -> list[Product]:
    """Every article on offer, in the order of the file."""
    return [_product(row) for row in conn.execute(_ALL)]


def some(conn: Connection, skus: Iterable[str]) -> list[Product]:
    """Those of these articles that are on offer."""
    return [_product(row) for row in conn.execute(_SOME, {"skus": sorted(skus)})]


def of_merchant(conn: Connection, merchant: str, *, words: str = "", limit: int = 200) -> list[Product]:
    """A merchant's articles on offer by their number; with words, those whose names hold them."""
    query = select(products).where(products.c.merchant == merchant, ~products.c.withdrawn)
    if words:
        query = query.where(products.c.name.contains(words, autoescape=True))
    return [_product(row) for row in conn.execute(query.order_by(products.c.sku).limit(limit))]


def save(conn: Connection, articles: Iterable[Product], *, replace: bool = False) -> int:
    """Write articles over those of the same sku; with `replace`, all others are withdrawn. Returns how many."""
    seen: list[str] = []
    for some in in_batches(articles, AT_ONCE):
        rows = [_row(article, len(seen) + i) for i, article in enumerate(some)]
        conn.execute(upsert(conn, products), rows)
        stock.set_supply(conn, {article.sku: article.stock for article in some})
        seen += [article.sku for article in some]
    if replace:
        gone = set(conn.execute(select(products.c.sku).where(~products.c.withdrawn)).scalars()) - set(seen)
        if gone:
            conn.execute(_WITHDRAW, [{"of": sku} for sku in sorted(gone)])
    if not conn.execute(_NEXT_VERSION).rowcount:
        conn.execute(insert_new(conn, meta), {"name": "catalogue", "value": 1})
    return len(seen)


def version(conn: Connection) -> int:
    """Grows with every import; 0 before the first."""
    return conn.execute(_VERSION).scalar() or 0


def skus(conn: Connection) -> set[str]:
    return set(conn.execute(select(products.c.sku).where(~products.c.withdrawn)).scalars())


def _row(article: Product, position: int) -> dict[str, Any]:
    row = {name: getattr(article, name) for name in article.__struct_fields__}
    return row | {"position": position, "aliases": SEPARATOR.join(article.aliases), "withdrawn": False}


def _product(row: AnyRow) -> Product:
    fields = {name: getattr(row, name) for name in Product.__struct_fields__}
    aliases = tuple(row.aliases.split(SEPARATOR)) if row.aliases else ()
    return Product(**fields | {"aliases": aliases})
