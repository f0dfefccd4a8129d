"""Cells of all merchants added up week by week and column by column, so that a year of the whole shop is answered at once.

A total is a sum of whole cells, which is what an answer is in any case: it tells nothing that the cells do not. The
totals are whole up to the newest week they have; what is newer is read from the cells, so a week that a process of the
release before closed, which knows no totals, is missing nowhere, and is added up when the next one is closed.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from sqlalchemy import Connection, Select, delete, func, insert, literal, select, type_coerce, union_all

from bot.domain.insight import WEEK, Kind
from bot.storage.schema import insight_cells, insight_totals

KINDS: tuple[Kind, ...] = ("bought", "left")
FACES = ("week", "county", "category", "sku", "gap")
SUMS = ("people", "times", "quantity", "amount_fen", "parted", "part1", "part2", "part3")
_CELLS, _TOTALS = insight_cells.c, insight_totals.c
_NEWEST = select(func.max(_TOTALS.week)).where(_TOTALS.kind.in_(KINDS), _TOTALS.face == "week")


def newest(conn: Connection) -> date | None:
    """The Monday of the last week that is added up, as are all before it; None where none is."""
    found: date | None = conn.execute(_NEWEST).scalar()
    return found


def renew(conn: Connection, week: date) -> None:
    """Add up a week that was just closed, by its Monday, and whatever else the totals lack."""
    last = newest(conn)
    since = date.min if last is None else min(week, last + WEEK)
    conn.execute(delete(insight_totals).where(_TOTALS.week >= since))
    for face in FACES:
        conn.execute(insert(insight_totals).from_select(list(insight_totals.c.keys()), _added_up(face, since)))


def parts(kind: Kind, face: str, since: date, until: date, last: date | None) -> Select[*tuple[object, ...]]:
    """Rows of (key, *SUMS) that add up to what all merchants' cells of these weeks do, where `newest` said `last`."""
    if last is None or since > last:
        return _cells(kind, face, since, until)
    named = _TOTALS.week.label("key") if face == "week" else _TOTALS.key
    totals = select(named, *(_TOTALS[name] for name in SUMS)).where(
        _TOTALS.kind == kind, _TOTALS.face == face, _TOTALS.week.between(since, min(until, last))
    )
    return select(union_all(totals, _cells(kind, face, last + WEEK, until)).subquery()) if until > last else totals


def _cells(kind: Kind, face: str, since: date, until: date) -> Select[*tuple[object, ...]]:
    return select(_CELLS[face].label("key"), *(_CELLS[name] for name in SUMS)).where(
        _CELLS.merchant.in_(_merchants()), _CELLS.kind == kind, _CELLS.week.between(since, until)
    )


def _added_up(face: str, since: date) -> Select[*tuple[object, ...]]:
    """The rows of one column: those of every kind and week from `since` on."""
    key = literal("") if face == "week" else _CELLS[face]
    sums = (type_coerce(func.sum(_CELLS[name]), _CELLS[name].type) for name in SUMS)
    asked = select(_CELLS.kind, literal(face), _CELLS.week, key, *sums)
    asked = asked.where(_CELLS.merchant.in_(_merchants()), _CELLS.kind.in_(KINDS), _CELLS.week >= since)
    return asked.group_by(_CELLS.kind, _CELLS.week, *(() if face == "week" else (key,)))


@cache
def _merchants() -> Select[str]:
    """Who has cells: found by leaps over the key, which begins with the merchant, rather than by reading every cell."""
    first = select(func.min(_CELLS.merchant).label("name")).cte("merchants", recursive=True)
    after = select(func.min(_CELLS.merchant)).where(_CELLS.merchant > first.c.name).scalar_subquery()
    found = first.union_all(select(after).where(first.c.name.is_not(None)))
    return select(found.c.name).where(found.c.name.is_not(None))
