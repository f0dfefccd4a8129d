"""A week is closed: its marks become cells, and are forgotten. Each week once; what is closed never changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from bot.domain.insight import BECOMES_ORDER, WEEK, Cell, Kind, Line, cells, price_gap
from bot.storage.insights import totals
from bot.storage.schema import insight_cells, insight_marks, products, stations
from bot.storage.sql.columns import AnyRow
from bot.storage.sql.upsert import in_batches, insert_new

LONGEST_WORDS = 20
AT_ONCE = 500
_MARKS = (
    select(
        insight_marks,
        stations.c.county,
        products.c.merchant,
        products.c.category,
        products.c.price_fen,
        products.c.city_price_fen,
    )
    .outerjoin(stations, stations.c.code == insight_marks.c.station)
    .outerjoin(products, products.c.sku == insight_marks.c.sku)
    .where(insight_marks.c.week == bindparam("in_week"))
)
_SOON_AFTER = select(insight_marks.c.person, insight_marks.c.sku).where(
    insight_marks.c.week == bindparam("in_week"),
    insight_marks.c.kind == "order",
    insight_marks.c.at < bindparam("until"),
)
_FORGET = delete(insight_marks).where(insight_marks.c.week == bindparam("in_week"))


def close(conn: Connection, week: date, zone: tzinfo | None = None) -> int:
    """Write the cells of a week, by its Monday, and forget its marks. Returns how many cells; a week without any: 0.

    Read at once: parting 200,000 marks takes a worker two seconds of processor time."""
    marks = conn.execute(_MARKS, {"in_week": week}).all()
    ends = datetime.combine(week + WEEK, time(), zone or UTC) + BECOMES_ORDER
    later = conn.execute(_SOON_AFTER, {"in_week": week + WEEK, "until": ends})
    found = cells(_lines(marks, {(row.person, row.sku) for row in later}))
    for some in in_batches(found, AT_ONCE):
        conn.execute(insert_new(conn, insight_cells), [row(week, cell) for cell in some])
    conn.execute(_FORGET, {"in_week": week})
    totals.renew(conn, week)
    return len(found)


def _lines(marks: Sequence[AnyRow], later: set[tuple[str, str]]) -> Iterator[Line]:
    orders = [mark for mark in marks if mark.kind == "order"]
    bought = {(mark.person, mark.sku) for mark in orders} | later
    chose = {(mark.person, mark.category) for mark in orders if mark.category}
    left: dict[tuple[str, str], tuple[str, AnyRow]] = {}
    for mark in marks:
        if mark.kind == "order":
            yield _line(mark, "bought", mark.part, quantity=mark.quantity, amount_fen=mark.amount_fen)
        elif mark.kind == "missing":
            yield Line(kind="missing", person=mark.person, county=mark.county or "", words=_words(mark.words))
        else:
            if mark.words:
                yield _line(mark, "word", "", words=_words(mark.words))
            if (mark.person, mark.sku) not in bought and left.get((mark.person, mark.sku), ("",))[0] != "sold_out":
                instead = "chose_other" if (mark.person, mark.category) in chose else "no_order"
                left[mark.person, mark.sku] = mark.part or instead, mark
    for why, mark in left.values():
        yield _line(mark, "left", why)


def _line(mark: AnyRow, kind: Kind, part: str, **more: Any) -> Line:
    return Line(
        kind=kind,
        person=mark.person,
        merchant=mark.merchant or "",
        county=mark.county or "",
        category=mark.category or "",
        sku=mark.sku,
        gap=price_gap(mark.price_fen or 0, mark.city_price_fen),
        part=part,
        **more,
    )


def _words(said: str) -> str:
    return " ".join(said.casefold().split())[:LONGEST_WORDS]


def row(week: date, cell: Cell) -> dict[str, Any]:
    """A cell as it is written."""
    place, parts = cell.place, cell.parts or (0, 0, 0)
    return {name: getattr(place, name) for name in place.__struct_fields__} | {
        "week": week,
        "people": cell.people,
        "times": cell.times,
        "quantity": cell.quantity,
        "amount_fen": cell.amount_fen,
        "parted": cell.people if cell.parts else 0,
        "part1": parts[0],
        "part2": parts[1],
        "part3": parts[2],
    }
