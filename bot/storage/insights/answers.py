"""What merchants are told: sums of whole cells of their own, however they ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Subquery, func, select, type_coerce

from bot.domain.insight import PARTS, Kind
from bot.storage.insights import totals
from bot.storage.insights.totals import FACES, KINDS, SUMS
from bot.storage.schema import insight_cells, products

By = Literal["week", "county", "category", "sku", "gap", "words"]
MOST_ROWS = 2000


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A row of an answer; `key` '' is what was too rare to stand alone."""

    key: str
    also: str = ""
    """The second thing it was asked by."""
    people: int
    """Buyers or askers of each week, added up: who comes in two weeks counts twice."""
    times: int
    quantity: Decimal
    amount_fen: int
    parted: int
    """Of `people`, those of cells whose parts are known; the parts are of these."""
    parts: dict[str, int]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    kind: Kind
    by: By
    merchant: str | None
    """None: all merchants, for the shop itself."""
    since: date
    until: date
    """Mondays; both weeks are counted."""
    also: By | None = None
    """A second column to ask by."""
    only: Mapping[By, str] = {}


def ask(conn: Connection, asked: Asked) -> list[Told]:
    """Cells added up by a column; by week in order, else the largest first, 2,000 rows at most."""
    found = _totals(conn, asked) if _of_the_whole_shop(asked) else _cells(asked)
    keys = [found.c[name] for name in ("key", "also")[: 1 if asked.also is None else 2]]
    sums = [type_coerce(func.sum(found.c[name]), found.c[name].type).label(name) for name in SUMS]
    order = keys if asked.by == "week" else [func.sum(found.c.people).desc(), *keys]
    rows = conn.execute(select(*keys, *sums).group_by(*keys).order_by(*order).limit(MOST_ROWS))
    return [_told(asked.kind, row, double=asked.also is not None) for row in rows]


def _of_the_whole_shop(asked: Asked) -> bool:
    return asked.merchant is None and asked.kind in KINDS and asked.by in FACES and not (asked.only or asked.also)


def _totals(conn: Connection, asked: Asked) -> Subquery:
    last = totals.newest(conn)
    return totals.parts(asked.kind, asked.by, asked.since, asked.until, last).subquery()


def _cells(asked: Asked) -> Subquery:
    table = insight_cells.c
    keys = [table[asked.by].label("key"), *([table[asked.also].label("also")] if asked.also else [])]
    query = select(*keys, *(table[name] for name in SUMS))
    query = query.where(table.kind == asked.kind, table.week.between(asked.since, asked.until))
    if asked.merchant is not None:
        query = query.where(table.merchant == asked.merchant)
    return query.where(*(table[name] == value for name, value in asked.only.items())).subquery()


def names(conn: Connection, skus: list[str]) -> dict[str, str]:
    """What articles are called, also those withdrawn."""
    rows = conn.execute(select(products.c.sku, products.c.name).where(products.c.sku.in_(skus)))
    return {row.sku: row.name for row in rows}


def _told(kind: Kind, row: Any, *, double: bool) -> Told:
    return Told(
        key=str(row[0]),
        also=str(row[1]) if double else "",
        people=int(row.people),
        times=int(row.times),
        quantity=row.quantity,
        amount_fen=int(row.amount_fen),
        parted=int(row.parted),
        parts={name: int(getattr(row, f"part{n}")) for n, name in enumerate(PARTS.get(kind, ()), 1)},
    )
